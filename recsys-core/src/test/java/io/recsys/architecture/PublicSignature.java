package io.recsys.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** What users see of a public class names no type, bound or type argument of a banned package. */
final class PublicSignature extends ArchCondition<JavaClass> {
  private final String banned;

  PublicSignature(String banned) {
    super("name no type of " + banned + " in a public signature");
    this.banned = banned;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!isPublic(type)) {
      return;
    }
    Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
        .filter(this::isBanned)
        .forEach(
            parent ->
                violate(
                    events, type, type.getName() + " extends or implements " + parent.getName()));
    for (JavaMember member : type.getMembers()) {
      if (isVisible(member) && types(member).anyMatch(this::isBanned)) {
        violate(events, type, member.getFullName() + " names a type of " + banned);
      }
    }
  }

  private static void violate(ConditionEvents events, JavaClass type, String message) {
    events.add(SimpleConditionEvent.violated(type, message));
  }

  private static Stream<JavaType> types(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    Stream<JavaType> signature =
        Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
    return Stream.concat(
        signature, unit.getThrowsClause().stream().map(thrown -> thrown.getRawType()));
  }

  private boolean isBanned(JavaType type) {
    return type.getAllInvolvedRawTypes().stream()
        .anyMatch(raw -> raw.getBaseComponentType().getName().startsWith(banned));
  }

  private static boolean isVisible(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicSignature::isPublic).orElse(true);
  }
}
