package dev.ae4j.testkit.plugin;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/** Tests by name, in groups. */
final class ConformanceTests {
  private final List<Group> groups = new ArrayList<>();

  /** Tests whose names begin alike. */
  static final class Group {
    private final String name;
    private final Map<String, Executable> tests = new LinkedHashMap<>();

    private Group(String name) {
      this.name = name;
    }

    /** Adds a test, whose name becomes that of the group and this one. */
    void add(String test, Executable body) {
      if (tests.put(name + ": " + test, body) != null) {
        throw new IllegalArgumentException("There are two tests " + test);
      }
    }
  }

  /** Adds a group. */
  Group group(String name) {
    Group group = new Group(name);
    groups.add(group);
    return group;
  }

  /** Returns the names and bodies of all tests. */
  Map<String, Executable> all() {
    Map<String, Executable> all = new LinkedHashMap<>();
    groups.forEach(group -> all.putAll(group.tests));
    return all;
  }

  /** Returns the tests for JUnit, where those that are known to fail are skipped. */
  Stream<DynamicNode> nodes(Map<String, String> knownGaps) {
    List<DynamicNode> nodes = new ArrayList<>();
    for (Group group : groups) {
      List<DynamicTest> tests = new ArrayList<>();
      group.tests.forEach(
          (name, body) -> tests.add(dynamicTest(name, () -> run(name, body, knownGaps.get(name)))));
      nodes.add(dynamicContainer(group.name, tests));
    }
    Set<String> unknown = new HashSet<>(knownGaps.keySet());
    unknown.removeAll(all().keySet());
    nodes.add(
        dynamicTest(
            "known gaps name tests",
            () -> Checks.that(unknown.isEmpty(), "there are no tests with the names %s", unknown)));
    return nodes.stream();
  }

  private static void run(String name, Executable body, @Nullable String gap) throws Throwable {
    Throwable failure = null;
    try {
      body.execute();
    } catch (TestAbortedException e) {
      throw e;
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      failure = e;
    }
    if (gap != null) {
      Assumptions.assumeTrue(failure == null, "Known gap: " + gap);
      throw new AssertionError(
          name + ": passes, but is a known gap (" + gap + "). Maybe remove it there");
    }
    if (failure != null) {
      // Reports of dynamic tests tell numbers instead of names
      String message =
          failure instanceof AssertionError ? failure.getMessage() : failure.toString();
      throw new AssertionError(name + ": " + message, failure);
    }
  }
}
