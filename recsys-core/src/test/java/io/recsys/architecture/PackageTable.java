package io.recsys.architecture;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;

/** The packages below a root and those each may depend on; a package that it lacks is an error. */
final class PackageTable extends ArchCondition<JavaClass> {
  private static final String ROOT = "";

  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("data", Set.of()),
          entry("feature", Set.of("data")),
          entry("split", Set.of("data")),
          entry("source", Set.of("data", "split")),
          entry(ROOT, Set.of("data", "feature", "split")),
          entry("kernel", Set.of()),
          entry("explain", Set.of(ROOT, "data", "feature", "split", "kernel")),
          entry("model", Set.of(ROOT, "data", "feature", "split", "kernel", "explain")),
          entry("evaluation", Set.of(ROOT, "data", "feature", "split")),
          entry("baseline", Set.of(ROOT, "data", "feature", "split", "kernel")),
          entry(
              "train",
              Set.of(
                  ROOT, "data", "feature", "split", "kernel", "model", "evaluation", "baseline")));

  private final String root;

  PackageTable(String root) {
    super("depend only on packages that the table allows");
    this.root = root;
  }

  @Override
  public void check(JavaClass from, ConditionEvents events) {
    if (!inProject(from)) {
      return;
    }
    if (!ARROWS.containsKey(shortPackage(from))) {
      events.add(
          SimpleConditionEvent.violated(
              from, from.getName() + " is in a package that the table does not list"));
      return;
    }
    for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
      JavaClass to = dependency.getTargetClass().getBaseComponentType();
      if (inProject(to) && !allowed(from, to)) {
        events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
      }
    }
  }

  private boolean allowed(JavaClass from, JavaClass to) {
    String source = shortPackage(from);
    String target = shortPackage(to);
    return source.equals(target)
        || ARROWS.getOrDefault(source, Set.of()).contains(target)
        || (isLoad(from) && target.equals("model"));
  }

  /** Whether it is the one class of the root package that may look down: it loads a bundle. */
  private boolean isLoad(JavaClass from) {
    return from.getName().equals(root + ".Recommender");
  }

  private boolean inProject(JavaClass type) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }

  private String shortPackage(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(root) ? ROOT : name.substring(root.length() + 1);
  }
}
