package dev.ae4j.apps;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a module requires, exports and provides is public API, so a change of it must be seen in a
 * review: every descriptor equals the text in {@code src/test/resources/modules}. After an intended
 * change, run {@code ./mvnw test -pl ae-apps -am -Dtest=ModuleDescriptorTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dae.updateModules=true} and commit the difference.
 */
class ModuleDescriptorTest {
  private static final Path EXPECTED =
      Path.of(System.getProperty("basedir", ""), "src/test/resources/modules");
  private static final boolean UPDATE = Boolean.getBoolean("ae.updateModules");

  static List<BuiltModule> modules() throws IOException {
    return BuiltModule.all();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void descriptorIsTheReviewedOne(BuiltModule module) throws IOException {
    Path file = EXPECTED.resolve(module.name() + ".txt");
    String actual = describe(module.descriptor());
    if (UPDATE) {
      Files.writeString(file, actual);
    }
    assertThat(file).exists();
    assertThat(actual).as(module.name()).isEqualTo(Files.readString(file));
  }

  @Test
  void everyReviewedDescriptorHasItsModule() throws IOException {
    try (Stream<Path> files = Files.list(EXPECTED)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              modules().stream().map(module -> module.name() + ".txt").toList());
    }
  }

  /** The module path reads only the descriptor, the class path only the files. */
  @ParameterizedTest
  @MethodSource("modules")
  void classPathSeesTheSameProviders(BuiltModule module) throws IOException {
    Map<String, Set<String>> provided = new TreeMap<>();
    module
        .descriptor()
        .provides()
        .forEach(provides -> provided.put(provides.service(), new TreeSet<>(provides.providers())));
    assertThat(serviceFiles(module.classes())).as(module.name()).isEqualTo(provided);
  }

  private static Map<String, Set<String>> serviceFiles(Path classes) throws IOException {
    Map<String, Set<String>> services = new TreeMap<>();
    Path folder = classes.resolve("META-INF/services");
    if (!Files.exists(folder)) {
      return services;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Set<String> providers = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
          String provider = line.replaceFirst("#.*", "").strip();
          if (!provider.isEmpty()) {
            providers.add(provider);
          }
        }
        services.put(file.getFileName().toString(), providers);
      }
    }
    return services;
  }

  private static String describe(ModuleDescriptor module) {
    List<String> lines = new ArrayList<>();
    module.requires().stream()
        .filter(requires -> !requires.modifiers().contains(Requires.Modifier.MANDATED))
        .map(requires -> "requires " + words(requires.modifiers()) + requires.name())
        .sorted()
        .forEach(lines::add);
    module.exports().stream()
        .map(exports -> "exports " + exports.source() + list(" to", exports.targets()))
        .sorted()
        .forEach(lines::add);
    module.opens().stream()
        .map(opens -> "opens " + opens.source() + list(" to", opens.targets()))
        .sorted()
        .forEach(lines::add);
    module.uses().stream().map(service -> "uses " + service).sorted().forEach(lines::add);
    module.provides().stream()
        .map(provides -> "provides " + provides.service() + list(" with", provides.providers()))
        .sorted()
        .forEach(lines::add);
    String head = words(module.modifiers()) + "module " + module.name();
    return head + "\n" + lines.stream().map(line -> "  " + line + "\n").collect(joining());
  }

  private static String words(Collection<? extends Enum<?>> modifiers) {
    return modifiers.stream()
        .sorted()
        .map(modifier -> modifier.name().toLowerCase(Locale.ROOT) + " ")
        .collect(joining());
  }

  /** One line for each target or provider, so that a difference names the one that changed. */
  private static String list(String word, Collection<String> names) {
    return names.isEmpty()
        ? ""
        : names.stream().sorted().map(name -> "\n      " + name).collect(joining(",", word, ""));
  }
}
