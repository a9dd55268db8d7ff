package io.recsys.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** A class's package states that its types are not null unless they say so. */
final class InNullMarkedPackage extends ArchCondition<JavaClass> {
  InNullMarkedPackage() {
    super("be in a package marked @NullMarked");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
      events.add(
          SimpleConditionEvent.violated(
              type, type.getName() + " is in a package without @NullMarked in package-info.java"));
    }
  }
}
