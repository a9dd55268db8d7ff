package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFolderTest {
  @TempDir private Path temporary;

  private static long seed(Path folder) throws IOException {
    return ModelBundle.read(folder).provenance().seed();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** Copies of a folder's parent as it stood before each step of a save into it. */
  private List<Path> killedAtEachStep(Path parent, long seed) throws IOException {
    List<Path> states = new ArrayList<>();
    SaveWatcher copying =
        step -> {
          Path state = Files.createTempDirectory(temporary, "state");
          Files.delete(state);
          SampleBundle.copy(parent, state);
          states.add(state);
        };
    ModelBundle.write(parent.resolve("m"), SampleBundle.of(seed), copying);
    states.add(parent);
    return states;
  }

  @Test
  void save_killedAtAnyStepLeavesAWholeModel() throws IOException {
    Path parent = Files.createDirectory(temporary.resolve("parent"));
    ModelBundle.write(parent.resolve("m"), SampleBundle.of(1));
    List<Path> states = killedAtEachStep(parent, 2);
    assertThat(states).hasSizeGreaterThan(10);
    List<Long> seeds = new ArrayList<>();
    for (Path state : states) {
      seeds.add(seed(state.resolve("m")));
      assertThat(ModelBundle.provenance(state.resolve("m")).seed()).isIn(1L, 2L);
    }
    assertThat(seeds).isSorted().contains(1L, 2L);
  }

  @Test
  void save_afterASaveKilledAtAnyStepWorksAndCleansUp() throws IOException {
    Path parent = Files.createDirectory(temporary.resolve("parent"));
    ModelBundle.write(parent.resolve("m"), SampleBundle.of(1));
    for (Path state : killedAtEachStep(parent, 2)) {
      ModelBundle.write(state.resolve("m"), SampleBundle.of(3));
      assertThat(names(state)).containsExactly("m");
      assertThat(seed(state.resolve("m"))).isEqualTo(3);
    }
  }

  @Test
  @Tag("slow")
  void save_killedTwiceLeavesAWholeModel() throws IOException {
    Path parent = Files.createDirectory(temporary.resolve("parent"));
    ModelBundle.write(parent.resolve("m"), SampleBundle.of(1));
    for (Path state : killedAtEachStep(parent, 2)) {
      for (Path second : killedAtEachStep(state, 3)) {
        assertThat(seed(second.resolve("m"))).isIn(1L, 2L, 3L);
      }
    }
  }

  @Test
  void save_ofTheFirstModelKilledLeavesNoneOrAWholeOne() throws IOException {
    Path parent = Files.createDirectory(temporary.resolve("parent"));
    int none = 0;
    for (Path state : killedAtEachStep(parent, 1)) {
      if (Files.exists(state.resolve("m"))) {
        assertThat(seed(state.resolve("m"))).isEqualTo(1);
      } else {
        none++;
      }
      ModelBundle.write(state.resolve("m"), SampleBundle.of(2));
      assertThat(names(state)).containsExactly("m");
    }
    assertThat(none).isGreaterThan(5);
  }

  @Test
  void save_thatFailsAtAnyStepLeavesTheOldModelAndNothingElse() throws IOException {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, SampleBundle.of(1));
    AtomicBoolean failed = new AtomicBoolean(true);
    int steps = 0;
    for (; failed.get(); steps++) {
      int[] left = {steps};
      failed.set(false);
      SaveWatcher full =
          step -> {
            if (left[0]-- == 0 && !step.startsWith("delete")) {
              failed.set(true);
              throw new IOException("No space left on device");
            }
          };
      try {
        ModelBundle.write(folder, SampleBundle.of(2), full);
        if (left[0] < 0) {
          break;
        }
      } catch (IOException e) {
        assertThat(e).hasMessage("No space left on device").hasNoSuppressedExceptions();
        assertThat(seed(folder)).isEqualTo(1);
      }
      assertThat(names(temporary)).containsExactly("m");
    }
    assertThat(steps).isGreaterThan(8);
    assertThat(seed(folder)).isEqualTo(2);
  }

  @Test
  void save_whoseContentIsRefusedLeavesTheOldModel() throws IOException {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, SampleBundle.of(1));
    SaveWatcher broken =
        step -> {
          if (step.startsWith("write items.csv")) {
            throw new IllegalArgumentException("items: wrong");
          }
        };
    assertThatThrownBy(() -> ModelBundle.write(folder, SampleBundle.of(2), broken))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(seed(folder)).isEqualTo(1);
    assertThat(names(temporary)).containsExactly("m");
  }

  @Test
  void save_makesTheFoldersAboveAndTakesAnEmptyOne() throws IOException {
    Path folder = temporary.resolve("a").resolve("b");
    Files.createDirectories(folder);
    ModelBundle.write(folder, SampleBundle.of(1));
    ModelBundle.write(temporary.resolve("c/d/e"), SampleBundle.of(2));
    assertThat(seed(folder)).isEqualTo(1);
    assertThat(seed(temporary.resolve("c/d/e"))).isEqualTo(2);
    assertThat(names(temporary.resolve("a"))).containsExactly("b");
  }

  @Test
  void save_refusesAFolderThatIsNoModel() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("thesis"));
    Path text = Files.writeString(folder.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> ModelBundle.write(folder, SampleBundle.of(1)))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("holds 'thesis.txt', no part of a model; give another folder");
    assertThat(text).hasContent("years of work");
    Files.move(text, folder.resolve("manifest.json"));
    assertThatThrownBy(() -> ModelBundle.write(folder, SampleBundle.of(1)))
        .hasMessageContaining("neither empty nor a model folder");
    Path file = Files.writeString(temporary.resolve("file"), "x");
    assertThatThrownBy(() -> ModelBundle.write(file, SampleBundle.of(1)))
        .hasMessageContaining("in the way of a model");
    assertThat(names(temporary)).containsExactly("file", "thesis");
    assertThat(names(folder)).containsExactly("manifest.json");
  }

  @Test
  void save_refusesAModelFolderWithSomeonesFilesOrFolders() throws IOException {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, SampleBundle.of(1));
    Files.createDirectories(folder.resolve("notes"));
    assertThatThrownBy(() -> ModelBundle.write(folder, SampleBundle.of(2)))
        .hasMessageContaining("holds 'notes'");
    Files.delete(folder.resolve("notes"));
    Files.createDirectories(temporary.resolve("m.previous").resolve("mine"));
    assertThatThrownBy(() -> ModelBundle.write(folder, SampleBundle.of(2)))
        .hasMessageContaining("m.previous")
        .hasMessageContaining("holds 'mine'");
    assertThat(seed(folder)).isEqualTo(1);
  }

  @Test
  void save_replacesAReportOfTrainingAndADamagedModel() throws IOException {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, SampleBundle.of(1));
    Files.writeString(folder.resolve("training_report.json"), "{}");
    Files.delete(folder.resolve("items.csv"));
    ModelBundle.write(folder, SampleBundle.of(2));
    assertThat(seed(folder)).isEqualTo(2);
    assertThat(names(folder)).doesNotContain("training_report.json");
  }

  @Test
  void save_throughALinkReplacesTheModelBehindIt() throws IOException {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, SampleBundle.of(1));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    ModelBundle.write(link, SampleBundle.of(2));
    assertThat(link).isSymbolicLink();
    assertThat(seed(folder)).isEqualTo(2);
    assertThat(names(temporary)).containsExactly("link", "m");
  }

  @Test
  void save_leavesTheWorkOfALivingProcessAndOthersFolders() throws IOException {
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    List<String> kept =
        List.of("m.saving-" + parent, "m.saving-x", "m2.saving-99999999", "m.saving-88888888");
    for (String name : kept) {
      Files.createDirectory(temporary.resolve(name));
    }
    Files.writeString(temporary.resolve("m.saving-88888888/mine.txt"), "mine");
    Files.createDirectory(temporary.resolve("m.saving-99999999"));
    ModelBundle.write(temporary.resolve("m"), SampleBundle.of(1));
    assertThat(names(temporary)).containsExactlyInAnyOrderElementsOf(with(kept, "m"));
  }

  private static List<String> with(List<String> names, String name) {
    List<String> all = new ArrayList<>(names);
    all.add(name);
    return all;
  }

  @Test
  void save_needsAName() {
    assertThatThrownBy(() -> ModelBundle.write(Path.of("/"), SampleBundle.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("folder: ");
  }

  @Test
  void read_duringSavesSeesAWholeModel() throws Exception {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, SampleBundle.of(0));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            threads.submit(
                () -> {
                  long last = 0;
                  while (!done.get()) {
                    long seed = seed(folder);
                    assertThat(seed).isGreaterThanOrEqualTo(last);
                    last = seed;
                  }
                  return last;
                }));
      }
      for (long seed = 1; seed <= 60; seed++) {
        ModelBundle.write(folder, SampleBundle.of(seed));
      }
      done.set(true);
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isBetween(1L, 60L);
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  @Test
  void save_fromManyThreadsLeavesOneOfThem() throws Exception {
    Path folder = temporary.resolve("m");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> saves = new ArrayList<>();
      for (long seed = 1; seed <= 20; seed++) {
        BundleParts parts = SampleBundle.of(seed);
        saves.add(
            threads.submit(
                () -> {
                  ModelBundle.write(folder, parts);
                  return null;
                }));
      }
      for (Future<?> save : saves) {
        save.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(seed(folder)).isBetween(1L, 20L);
    assertThat(names(temporary)).containsExactly("m");
  }

  /** Saves a model and dies before a step. */
  static final class DyingSave {
    private DyingSave() {}

    /** Takes the folder and the number of the step. */
    public static void main(String[] args) throws IOException {
      int[] left = {Integer.parseInt(args[1])};
      SaveWatcher dying =
          step -> {
            if (left[0]-- == 0) {
              Runtime.getRuntime().halt(42);
            }
          };
      ModelBundle.write(Path.of(args[0]), SampleBundle.of(2), dying);
    }
  }

  @Test
  @Tag("slow")
  void save_inAProcessThatIsHaltedLeavesAWholeModel() throws Exception {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, SampleBundle.of(1));
    int killed = 0;
    for (int exit = 42; exit == 42; killed++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  DyingSave.class.getName(),
                  folder.toString(),
                  Integer.toString(killed))
              .inheritIO()
              .start();
      exit = process.waitFor();
      assertThat(exit).isIn(0, 42);
      assertThat(seed(folder)).isIn(1L, 2L);
    }
    assertThat(killed).isGreaterThan(10);
    assertThat(seed(folder)).isEqualTo(2);
    assertThat(names(temporary)).containsExactly("m");
  }
}
