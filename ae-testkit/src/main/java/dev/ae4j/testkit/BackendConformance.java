package dev.ae4j.testkit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every backend must pass: extend this class in the tests of a backend.
 *
 * <pre>{@code
 * class MyBackendTest extends BackendConformance {
 *   @Override
 *   protected Backend openBackend() {
 *     return open("my-backend");
 *   }
 *
 *   @Override
 *   protected Map<String, String> knownGaps() {
 *     return Map.of("denormals are kept: sqrt", "the GPU flushes them");
 *   }
 * }
 * }</pre>
 *
 * <p>The backend is compared with {@link ReferenceInterpreter} primitive by primitive, alone and
 * together, at batch sizes of 0, 1, 13, 207 and 1021. Element-wise arithmetic may be off by two
 * roundings, an exponential, logarithm and the like by 64, a sum of n numbers by n roundings of the
 * sum of their sizes; copies, comparisons and uniform random numbers must be exact.
 *
 * <p>The system property {@code ae.testkit.cycles}, 500 by default, says how many programs are
 * compiled and closed before and while growth is measured.
 */
public abstract class BackendConformance {
  /** Creates the suite. */
  protected BackendConformance() {}

  /** Opens the backend; it is closed when all tests have run. */
  protected abstract Backend openBackend();

  /**
   * Returns the tests that this backend fails for a good reason: the name of each and the reason.
   *
   * <p>They are reported as skipped, with the reason. A gap that is not there any more, or names no
   * test, is a failure.
   */
  protected Map<String, String> knownGaps() {
    return Map.of();
  }

  /**
   * Opens a backend that {@link ServiceLoader} finds, with the defaults of its options.
   *
   * @throws IllegalArgumentException if there is none of this id
   */
  protected static Backend open(String id) {
    List<String> found = new ArrayList<>();
    for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
      if (provider.id().equals(id)) {
        return provider.open(provider.options().parse("backend " + id, Map.of()));
      }
      found.add(provider.id());
    }
    throw new IllegalArgumentException("There is no backend " + id + ". Maybe one of " + found);
  }

  /** Returns the tests, in groups; JUnit calls this. */
  @TestFactory
  public final Stream<DynamicNode> conformance() {
    Backend backend = openBackend();
    return tests(backend, knownGaps()).onClose(backend::close);
  }

  static Stream<DynamicNode> tests(Backend backend, Map<String, String> knownGaps) {
    List<DynamicNode> nodes = new ArrayList<>();
    Set<String> unknown = new HashSet<>(knownGaps.keySet());
    groups()
        .forEach(
            (group, cases) -> {
              cases.forEach(each -> unknown.remove(each.name()));
              nodes.add(
                  dynamicContainer(
                      group, cases.stream().map(each -> test(each, backend, knownGaps))));
            });
    nodes.add(
        dynamicTest(
            "known gaps name tests",
            () -> {
              if (!unknown.isEmpty()) {
                throw new AssertionError("There are no tests with the names " + unknown);
              }
            }));
    return nodes.stream();
  }

  private static DynamicTest test(
      ConformanceCase conformanceCase, Backend backend, Map<String, String> knownGaps) {
    String name = conformanceCase.name();
    return dynamicTest(
        name,
        () -> {
          String reason = knownGaps.get(name);
          Throwable failure = failure(conformanceCase, backend);
          if (reason != null) {
            Assumptions.assumeTrue(failure == null, "Known gap: " + reason);
            throw new AssertionError(
                name + ": passes, but is a known gap (" + reason + "). Maybe remove it there");
          }
          if (failure != null) {
            // Reports of dynamic tests tell numbers instead of names
            throw new AssertionError(name + ": " + failure.getMessage(), failure);
          }
        });
  }

  private static @Nullable Throwable failure(ConformanceCase conformanceCase, Backend backend) {
    try {
      conformanceCase.check().on(backend);
      return null;
    } catch (Exception | AssertionError | StackOverflowError e) {
      return e;
    }
  }

  /** Returns all cases by group. */
  static Map<String, List<ConformanceCase>> groups() {
    Map<String, List<ConformanceCase>> groups = new LinkedHashMap<>();
    groups.put("forward", ForwardCases.all());
    groups.put("images", ImageCases.all());
    groups.put("indices and many matrices", IndexCases.all());
    groups.put("special values", SpecialValueCases.all());
    groups.put("derivatives", GradientCases.all());
    groups.put("state", StateCases.all());
    groups.put("feeds", FeedCases.all());
    groups.put("random numbers", RandomCases.all());
    groups.put("lifecycle", LifecycleCases.all());
    groups.put("random graphs", RandomGraphs.all());
    groups.put("training", TrainingCases.all());
    return groups;
  }
}
