package io.recsys.sagemaker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.recsys.sagemaker.remote.RemoteRecommender;
import org.junit.jupiter.api.Test;

/** What runs in a container knows neither the AWS SDK nor those who call it. */
class ContainerArchitectureTest {
  private static final String ROOT = "io.recsys.sagemaker";

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void module_usesTheAwsSdkForRemoteRecommendersAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".remote..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(MODULE);
    assertThat(MODULE.contain(RemoteRecommender.class)).isTrue();
  }

  @Test
  void container_doesNotKnowItsCallers() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT, ROOT + ".protocol..", ROOT + ".training..", ROOT + ".hosting..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".remote..", ROOT + ".local..")
        .check(MODULE);
  }

  @Test
  void trainingAndHosting_doNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".training..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".hosting..")
        .check(MODULE);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".hosting..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".training..")
        .check(MODULE);
  }
}
