package io.recsys.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** No method matches a pattern, unless its name was given by a type from outside the project. */
final class NotOverriding extends ArchCondition<JavaMethod> {
  private final String pattern;

  NotOverriding(String description, String pattern) {
    super(description);
    this.pattern = pattern;
  }

  @Override
  public void check(JavaMethod method, ConditionEvents events) {
    if (method.getName().matches(pattern) && !isInherited(method)) {
      events.add(
          SimpleConditionEvent.violated(method, method.getFullName() + " matches " + pattern));
    }
  }

  private static boolean isInherited(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .filter(parent -> !parent.getName().startsWith("io.recsys."))
        .flatMap(parent -> parent.getMethods().stream())
        .anyMatch(inherited -> inherited.getName().equals(method.getName()));
  }
}
