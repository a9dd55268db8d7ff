package io.recsys.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.recsys.Recommender;
import io.recsys.data.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The library's packages, names and manners, held for all classes of recsys-data and -core. */
class ArchitectureTest {
  private static final String ROOT = "io.recsys";
  private static final String BROKEN = "io.recsys.architecture.broken";

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
  private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(BROKEN);

  @Test
  void library_holdsBothModules() {
    assertThat(LIBRARY.contain(Recommender.class)).isTrue();
    assertThat(LIBRARY.contain(Vocabulary.class)).isTrue();
    assertThat(LIBRARY.contain(ArchitectureTest.class)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void library_keeps(HouseRule rule) {
    rule.below(ROOT).check(LIBRARY);
  }

  @ParameterizedTest
  @EnumSource
  void fixtures_break(HouseRule rule) {
    assertThat(rule.below(BROKEN).evaluate(FIXTURES).hasViolation()).isTrue();
  }

  @Test
  void packageTable_namesTheForbiddenArrowAndTheUnlistedPackage() {
    assertThat(
            HouseRule.PACKAGE_TABLE
                .below(BROKEN)
                .evaluate(FIXTURES)
                .getFailureReport()
                .getDetails())
        .hasSize(2)
        .anyMatch(line -> line.contains("TrainerJudge") && line.contains("EngineLeak"))
        .anyMatch(line -> line.contains("EverythingManager") && line.contains("does not list"));
  }
}
