package com.example;

import io.recsys.Recommendation;
import io.recsys.Recommender;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/** An application that only serves: it recommends from a folder, then looks at what it carries. */
final class ServeOnly {
  private static final long LIMIT = 4_000_000;

  private ServeOnly() {}

  public static void main(String[] args) throws IOException {
    Recommender recommender = Recommender.load(Path.of(args[0]));
    for (Recommendation r : recommender.topK("1", 10)) {
      System.out.printf("%d. %s (%.2f)%n", r.rank(), r.title(), r.predictedRating());
    }
    if (recommender.topK("1", 10).size() != 10) {
      throw new IllegalStateException("A known user of a catalog of hundreds got fewer than 10.");
    }
    checkClassPath(System.getProperty("java.class.path"));
  }

  private static void checkClassPath(String classPath) throws IOException {
    long total = 0;
    for (String entry : classPath.split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (Files.isDirectory(jar)) {
        continue;
      }
      total += Files.size(jar);
      System.out.printf("class path: %,11d %s%n", Files.size(jar), jar.getFileName());
      List<String> engine = engineParts(jar);
      if (!engine.isEmpty()) {
        throw new IllegalStateException("The engine is on the class path: " + engine.get(0));
      }
    }
    System.out.printf("class path: %,11d in all, limit %,d%n", total, LIMIT);
    if (total >= LIMIT) {
      throw new IllegalStateException("The class path has " + total + " bytes, over " + LIMIT);
    }
  }

  /** The entries of a jar that belong to DJL or are native libraries. */
  private static List<String> engineParts(Path jar) throws IOException {
    List<String> found = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("ai/djl/") || name.matches(".*\\.(so|dll|dylib|jnilib)"))
          .forEach(name -> found.add(jar.getFileName() + "!" + name));
    }
    return found;
  }
}
