package io.recsys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles every Java snippet of the manual, as the body of a method, against the library. */
class ManualTest {
  private static final Path ROOT = Path.of("..");

  private static final Pattern SNIPPET =
      Pattern.compile("^( *)```java\\n(.*?)^\\1```", Pattern.MULTILINE | Pattern.DOTALL);

  private static final String FRAME =
      """
      import io.recsys.*;
      import io.recsys.baseline.*;
      import io.recsys.data.*;
      import io.recsys.evaluation.*;
      import io.recsys.feature.*;
      import io.recsys.junit.*;
      import io.recsys.model.*;
      import io.recsys.sagemaker.local.*;
      import io.recsys.sagemaker.remote.*;
      import io.recsys.source.*;
      import io.recsys.split.*;
      import io.recsys.train.*;
      import static io.recsys.junit.EvaluationAssert.assertThat;
      import java.io.*;
      import java.nio.file.*;
      import java.util.*;
      import org.junit.jupiter.api.*;

      final class %s {
        void run() throws Exception {
      %s  }
      }
      """;

  @TempDir private Path folder;

  @Test
  void snippets_compile() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThanOrEqualTo(8);

    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    StringWriter faults = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  faults,
                  files,
                  null,
                  List.of("-proc:none", "-d", folder.toString(), "-classpath", classPath()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as("%s", faults).isTrue();
    }
  }

  /** Surefire's own property holds the jars; the JVM's holds one jar that points to them. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path page : pages()) {
      String name = String.valueOf(page.getFileName()).replaceAll("\\W", "_");
      String text = Files.readString(page).replace("\r\n", "\n");
      List<String> snippets = SNIPPET.matcher(text).results().map(found -> found.group(2)).toList();
      for (int i = 0; i < snippets.size(); i++) {
        String type = name + "_" + (i + 1);
        Path source = folder.resolve(type + ".java");
        Files.writeString(source, FRAME.formatted(type, snippets.get(i)));
        sources.add(source);
      }
    }
    return sources;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> manual = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), manual)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}
