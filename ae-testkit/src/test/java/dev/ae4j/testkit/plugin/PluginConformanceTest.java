package dev.ae4j.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The suites fail broken plug-ins. That they pass sound ones is tested where backends are. */
class PluginConformanceTest {
  private static final List<PluginMutants.Mutant> MUTANTS = PluginMutants.all();

  private static Map.Entry<String, Executable> named(PluginConformance<?> suite, String start) {
    List<Map.Entry<String, Executable>> found =
        suite.tests().all().entrySet().stream()
            .filter(test -> test.getKey().startsWith(start))
            .toList();
    assertThat(found).as(start).hasSize(1);
    return found.get(0);
  }

  @TestFactory
  Stream<DynamicTest> everyMistakeIsNoticed() {
    return MUTANTS.stream()
        .map(
            mutant ->
                DynamicTest.dynamicTest(
                    mutant.noticedBy(),
                    () -> {
                      Executable test = named(mutant.suite(), mutant.noticedBy()).getValue();
                      assertThatThrownBy(test::execute).isNotInstanceOf(TestAbortedException.class);
                    }));
  }

  /** A test that no mistake fails may be one that cannot fail. */
  @Test
  void everyTestNoticesAMistake() {
    Set<String> untested = new LinkedHashSet<>();
    Set<String> noticed = new LinkedHashSet<>();
    for (PluginMutants.Mutant mutant : MUTANTS) {
      String kind = mutant.suite().getClass().getSuperclass().getSimpleName();
      for (String name : mutant.suite().tests().all().keySet()) {
        String test = name.replaceFirst("[^:]*: ", "");
        // What all kinds have in common is tested with one of them
        boolean common = name.contains(" as a provider: ");
        String label = (common ? "" : kind + ": ") + test;
        untested.add(label);
        if (name.startsWith(mutant.noticedBy())) {
          noticed.add(label);
          noticed.add(test);
        }
      }
    }
    untested.removeIf(
        label -> noticed.contains(label) || noticed.contains(label.replaceFirst("\\w+: ", "")));
    untested.removeIf(label -> label.endsWith(" on some backend at least"));
    assertThat(untested).isEmpty();
  }

  private static LossConformance squaredError(ProviderCatalog catalog, Map<String, String> gaps) {
    return new LossConformance(new PluginMutants.SquaredError()) {
      @Override
      protected ProviderCatalog catalog() {
        return catalog;
      }

      @Override
      protected Map<String, String> knownGaps() {
        return gaps;
      }
    };
  }

  private record UnusableBackend() implements BackendProvider {
    @Override
    public String id() {
      return "unusable";
    }

    @Override
    public int priority() {
      return 1;
    }

    @Override
    public Availability availability() {
      return Availability.unusable("no driver");
    }

    @Override
    public Backend open(Options options) {
      throw new AssertionError("must not be opened");
    }
  }

  @Test
  void backendsThatCannotBeUsedAreSkippedAloudButNotAll() {
    ProviderCatalog catalog = ProviderCatalog.of(List.of(new UnusableBackend()));
    LossConformance suite = squaredError(catalog, Map.of());
    Executable skipped = named(suite, "wrong: training lowers the loss on unusable").getValue();
    assertThatThrownBy(skipped::execute)
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("unusable cannot be used here: no driver");
    Executable some = named(suite, "wrong: training lowers the loss on some").getValue();
    assertThatThrownBy(some::execute)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no backend can be used. Maybe");
  }

  /** Runs a test as JUnit would. */
  private static void run(PluginConformance<?> suite, String name) throws Throwable {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<DynamicNode> nodes = suite.conformance()) {
      nodes.forEach(
          node -> {
            if (node instanceof DynamicContainer container) {
              container.getChildren().forEach(child -> tests.add((DynamicTest) child));
            } else {
              tests.add((DynamicTest) node);
            }
          });
    }
    tests.stream()
        .filter(test -> test.getDisplayName().equals(name))
        .findFirst()
        .orElseThrow()
        .getExecutable()
        .execute();
  }

  @Test
  void knownGapsAreSkippedWithTheirReasonAndMustBeThere() throws Throwable {
    ProviderCatalog catalog = ProviderCatalog.load();
    String declared = "wrong as a provider: is declared for the module path and for the class path";
    LossConformance known =
        squaredError(catalog, Map.of(declared, "a fixture", "no such test", "why"));
    assertThatThrownBy(() -> run(known, declared))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("a fixture");
    assertThatThrownBy(() -> run(known, "known gaps name tests"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no such test");
    LossConformance unknown = squaredError(catalog, Map.of());
    assertThatThrownBy(() -> run(unknown, declared))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(declared + ": ");
    run(unknown, "known gaps name tests");
    String mean = "wrong: is a mean over the samples";
    run(unknown, mean);
    assertThatThrownBy(() -> run(squaredError(catalog, Map.of(mean, "not written yet")), mean))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("passes, but is a known gap", "not written yet", "Maybe");
  }

  @Test
  void pluginsAreFoundById() {
    LossConformance suite = new LossConformance("no-such-loss") {};
    assertThatThrownBy(suite::conformance).hasMessageContaining("There is no loss 'no-such-loss'");
    assertThat(new LossConformance("mse") {}.tests().all()).containsKey("mse: is one number");
  }

  @Test
  void bothDeclarationsAreRead(@TempDir Path jar) throws IOException {
    String name = "org.example.LogCosh";
    assertThatThrownBy(() -> Declarations.check(LossProvider.class, name, jar))
        .hasMessageContaining("the class path does not find it");
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(LossProvider.class.getName()), "org.example.Other\n" + name + " # ours\n");
    Declarations.check(LossProvider.class, name, jar);
    // The test kit provides nothing
    Path compiled = Path.of(System.getProperty("basedir", ""), "target/classes/module-info.class");
    Files.copy(compiled, jar.resolve("module-info.class"));
    assertThatThrownBy(() -> Declarations.check(LossProvider.class, name, jar))
        .hasMessageContaining("the module path does not find it");
  }
}
