package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.graph.Program;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** The suite fails broken backends, and only them. */
class BackendConformanceTest {
  private static final List<ConformanceCase> CASES =
      BackendConformance.groups().values().stream().flatMap(List::stream).toList();

  @Test
  void namesAreUnique() {
    assertThat(CASES).extracting(ConformanceCase::name).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> everyMistakeIsNoticed() {
    return Mutants.all().stream()
        .map(
            mutant ->
                DynamicTest.dynamicTest(
                    mutant.name(),
                    () ->
                        assertThatThrownBy(
                                () -> named(mutant.noticedBy()).check().on(mutant.backend()))
                            .isInstanceOfAny(AssertionError.class, Exception.class)));
  }

  private static ConformanceCase named(String name) {
    return CASES.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** Returns a test of the suite by name, with the given gaps. */
  private static DynamicTest test(String name, Backend backend, Map<String, String> gaps) {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<DynamicNode> nodes = BackendConformance.tests(backend, gaps)) {
      nodes.forEach(
          node -> {
            if (node instanceof DynamicContainer container) {
              container.getChildren().forEach(child -> tests.add((DynamicTest) child));
            } else {
              tests.add((DynamicTest) node);
            }
          });
    }
    return tests.stream()
        .filter(test -> test.getDisplayName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static final String SWAP = "updates are simultaneous: two parameters swap";

  private static Backend withoutSimultaneousUpdates() {
    return Mutants.all().stream()
        .filter(mutant -> mutant.noticedBy().equals(SWAP))
        .findFirst()
        .orElseThrow()
        .backend();
  }

  @Test
  void failuresNameTheTest() {
    DynamicTest test = test(SWAP, withoutSimultaneousUpdates(), Map.of());
    assertThatThrownBy(() -> test.getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(SWAP + ": ");
  }

  @Test
  void knownGapsAreSkippedWithTheirReason() {
    DynamicTest test = test(SWAP, withoutSimultaneousUpdates(), Map.of(SWAP, "not written yet"));
    assertThatThrownBy(() -> test.getExecutable().execute())
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("not written yet");
  }

  @Test
  void gapsThatAreFilledAreFailures() {
    DynamicTest test = test(SWAP, new ReferenceBackend(), Map.of(SWAP, "not written yet"));
    assertThatThrownBy(() -> test.getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(SWAP, "not written yet", "Maybe");
  }

  @Test
  void gapsNameTests() {
    DynamicTest test =
        test("known gaps name tests", new ReferenceBackend(), Map.of("no such test", "why"));
    assertThatThrownBy(() -> test.getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no such test");
  }

  @Test
  void backendsAreOpenedById() {
    assertThatThrownBy(() -> BackendConformance.open("no-such-backend"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-backend");
  }

  @Test
  void theBackendIsClosedInTheEnd() {
    List<String> events = new ArrayList<>();
    BackendConformance suite =
        new BackendConformance() {
          @Override
          protected Backend openBackend() {
            return new Backend() {
              @Override
              public String description() {
                return "watched";
              }

              @Override
              public Executable compile(Program program) {
                throw new UnsupportedOperationException();
              }

              @Override
              public void close() {
                events.add("closed");
              }
            };
          }
        };
    try (Stream<DynamicNode> nodes = suite.conformance()) {
      assertThat(nodes.count()).isEqualTo(BackendConformance.groups().size() + 1);
      assertThat(events).isEmpty();
    }
    assertThat(events).containsExactly("closed");
  }
}
