package io.recsys.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.function.Function;

/** A rule that the library's classes keep, stated for packages below any root. */
enum HouseRule {
  PACKAGE_TABLE(root -> classes().should(new PackageTable(root))),

  DJL_ONLY_IN_TRAIN(
      root ->
          noClasses()
              .that()
              .resideOutsideOfPackage(root + ".train..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("ai.djl..")),

  DJL_IN_NO_PUBLIC_SIGNATURE(root -> classes().should(new PublicSignature("ai.djl."))),

  NAMES_SAY_WHAT_A_CLASS_IS(
      root ->
          classes()
              .should()
              .haveNameNotMatching(".*(Impl|Utils?|Manager|Helper|Base|Abstract)(\\$.*)?")),

  NO_PACKAGE_FOR_LEFTOVERS(
      root ->
          noClasses()
              .should()
              .resideInAnyPackage("..util..", "..common..", "..internal..", "..impl..")),

  NO_GETTERS(
      root ->
          methods()
              .that()
              .arePublic()
              .should(new NotOverriding("be named without get", "get[A-Z].*"))),

  NO_STANDARD_STREAMS(root -> GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS),

  NO_JAVA_SERIALIZATION(
      root ->
          noClasses()
              .should()
              .dependOnClassesThat()
              .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)),

  SOCKETS_ONLY_IN_SOURCE(
      root ->
          noClasses()
              .that()
              .resideOutsideOfPackage(root + ".source..")
              .should()
              .dependOnClassesThat()
              .haveNameMatching(
                  "java\\.net\\.(http\\..*|.*Socket.*|.*Connection)"
                      + "|java\\.nio\\.channels\\..*(Socket|Datagram).*")),

  SYSTEM_PROPERTIES_SET_ONLY_IN_TRAIN(
      root ->
          noClasses()
              .that()
              .resideOutsideOfPackage(root + ".train..")
              .should()
              .callMethod(System.class, "setProperty", String.class, String.class)),

  NULL_MARKED(
      root -> classes().that(resideInAnyPackage(root + "..")).should(new InNullMarkedPackage()));

  @SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
  private final Function<String, ArchRule> rule;

  HouseRule(Function<String, ArchRule> rule) {
    this.rule = rule;
  }

  /** The rule for the packages below {@code root}. */
  ArchRule below(String root) {
    return rule.apply(root).as(name()).allowEmptyShould(true);
  }
}
