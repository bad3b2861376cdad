package dev.ae4j.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.registry.ProviderCatalog.Problem;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Provider;
import dev.ae4j.training.ModelGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plug-ins are compiled to jars and loaded: as module layers, or by class loaders without modules.
 */
class PluginFolderTest {
  private static final boolean LAYERS = ProviderCatalog.class.getModule().isNamed();

  @TempDir private Path folder;

  @AfterEach
  void clearProperty() {
    System.clearProperty("ae.plugins");
  }

  private static ProviderCatalog builtIn() {
    return ProviderCatalog.load(ProviderCatalog.class.getClassLoader());
  }

  /** Returns the source of a loss provider in a package of its own. */
  private static String loss(String pack, String id, String superclass, String members) {
    return """
        package %s;

        public class Plugin %s implements dev.ae4j.spi.LossProvider {
          %s

          @Override
          public String id() {
            return %s;
          }

          @Override
          public dev.ae4j.model.Loss create(dev.ae4j.spi.Options options) {
            return in -> in.reconstruction().minus(in.target()).square().mean();
          }
        }
        """
        .formatted(pack, superclass, members, id);
  }

  private static PluginJar jar(String pack, String id, String members) {
    return new PluginJar()
        .source(pack + ".Plugin", loss(pack, id, "", members))
        .service(LossProvider.class, pack + ".Plugin");
  }

  private static String module(String pack, String requires) {
    return """
        module %s {
          requires dev.ae4j;
          %s
          provides dev.ae4j.spi.LossProvider with %s.Plugin;
        }
        """
        .formatted(pack, requires, pack);
  }

  private static PluginJar good(String name) {
    return jar("org.example." + name, "\"" + name + "\"", "");
  }

  private static List<String> losses(ProviderCatalog catalog) {
    return catalog.all(LossProvider.class).stream().map(Provider::id).toList();
  }

  @Test
  void jarsAndFoldersOfJarsArePlugins() throws IOException {
    good("plain").write(folder.resolve("plain.jar"));
    good("modular")
        .source("module-info", module("org.example.modular", ""))
        .write(folder.resolve("modular/modular-1.0.jar"));
    Files.writeString(folder.resolve("README.txt"), "not a plug-in");
    Files.createDirectories(folder.resolve(".hidden"));

    ProviderCatalog catalog = builtIn().withPlugins(folder);
    assertThat(catalog.problems()).isEmpty();
    assertThat(losses(catalog)).contains("plain", "modular", "mse");
    LossProvider plugin = catalog.find(LossProvider.class, PluginSpec.of("modular"));
    assertThat(plugin.getClass().getModule().isNamed()).isEqualTo(LAYERS);
    assertThat(plugin.getClass().getClassLoader())
        .isNotSameAs(
            catalog.find(LossProvider.class, PluginSpec.of("plain")).getClass().getClassLoader());
    assertThat(losses(builtIn())).doesNotContain("plain");
  }

  @Test
  void pluginsBuildModels() throws IOException {
    good("plain").write(folder.resolve("plain.jar"));
    ModelSpec spec =
        new ModelSpec(
            Shape.of(4),
            PluginSpec.of("dense"),
            OptionalInt.of(2),
            PluginSpec.of("dense"),
            LossSpec.parse("plain"),
            List.of());
    ProviderCatalog catalog = builtIn().withPlugins(folder);
    assertThat(ModelGraph.build(spec, catalog, Mode.TRAINING).loss().shape())
        .isEqualTo(Shape.scalar());
  }

  @Test
  void aFolderMayBeNamedTwice() throws IOException {
    good("plain").write(folder.resolve("plain.jar"));
    jar("org.example.nameless", "null", "").write(folder.resolve("nameless.jar"));
    Files.writeString(folder.resolve("damaged.jar"), "no jar at all");
    System.setProperty("ae.plugins", folder.toString());
    PluginSpec plain = PluginSpec.of("plain");
    ProviderCatalog once = ProviderCatalog.load(Map.of());
    ProviderCatalog twice = once.withPlugins(folder.resolve("../" + folder.getFileName()));
    assertThat(twice.problems()).isEqualTo(once.problems()).hasSize(2);
    assertThat(twice.find(LossProvider.class, plain))
        .isSameAs(once.find(LossProvider.class, plain))
        .hasSameClassAs(builtIn().withPlugins(folder).find(LossProvider.class, plain));
  }

  private Path library(String plugin, int version, boolean modular) throws IOException {
    PluginJar library =
        new PluginJar()
            .source(
                "org.library.Library",
                "package org.library; public class Library { public static final String NAME ="
                    + " String.valueOf("
                    + version
                    + "); }");
    if (modular) {
      library.source("module-info", "module org.library { exports org.library; }");
    }
    return library.write(folder.resolve(plugin).resolve("library.jar"));
  }

  private static final String TELLS_LIBRARY =
      "@Override public String description() { return org.library.Library.NAME; }";

  @Test
  void pluginsBringTheirOwnVersionsOfLibraries() throws IOException {
    jar("org.example.one", "\"one\"", TELLS_LIBRARY)
        .source("module-info", module("org.example.one", "requires org.library;"))
        .library(library("one", 1, true))
        .write(folder.resolve("one/one.jar"));
    jar("org.example.two", "\"two\"", TELLS_LIBRARY)
        .library(library("two", 2, false))
        .write(folder.resolve("two/two.jar"));

    ProviderCatalog catalog = builtIn().withPlugins(folder);
    assertThat(catalog.problems()).isEmpty();
    assertThat(catalog.find(LossProvider.class, PluginSpec.of("one")).description()).isEqualTo("1");
    assertThat(catalog.find(LossProvider.class, PluginSpec.of("two")).description()).isEqualTo("2");
  }

  /** Writes one plug-in of every broken kind, each into a folder or jar with a name of its own. */
  private void writeBroken() throws IOException {
    String e = "org.example.";
    jar(
            e + "throwing",
            "\"throwing\"",
            "public Plugin() { throw new IllegalStateException(\"no licence\"); }")
        .write(folder.resolve("throwing.jar"));
    new PluginJar()
        .source(e + "orphan.Parent", "package org.example.orphan; public class Parent {}")
        .source(e + "orphan.Plugin", loss(e + "orphan", "\"orphan\"", "extends Parent", ""))
        .service(LossProvider.class, e + "orphan.Plugin")
        .without(e + "orphan.Parent")
        .write(folder.resolve("orphan.jar"));
    jar(e + "taken", "\"mse\"", "").write(folder.resolve("taken.jar"));
    jar("dev.ae4j.fake", "\"mae\"", "").write(folder.resolve("fake.jar"));
    jar(e + "older", "\"older\"", "@Override public int apiVersion() { return 0; }")
        .write(folder.resolve("older.jar"));
    jar(
            e + "schema",
            "\"schema\"",
            """
            @Override public dev.ae4j.spi.OptionSchema options() {
              return dev.ae4j.spi.OptionSchema.builder().number("rate", 7, 0, 1, "x").build();
            }
            """)
        .write(folder.resolve("schema.jar"));
    jar(
            e + "optionless",
            "\"optionless\"",
            "@Override public dev.ae4j.spi.OptionSchema options() { return null; }")
        .write(folder.resolve("optionless.jar"));
    jar(e + "nameless", "null", "").write(folder.resolve("nameless.jar"));
    jar(
            e + "speechless",
            "\"speechless\"",
            "@Override public String description() { return null; }")
        .write(folder.resolve("speechless.jar"));
    jar(
            e + "asserting",
            "\"asserting\" + fail()",
            "String fail() { throw new AssertionError(\"bug\"); }")
        .write(folder.resolve("asserting.jar"));
    jar(e + "future", "\"future\"", "").forTheFuture().write(folder.resolve("future.jar"));
    good("ghostly")
        .service(LossProvider.class, e + "ghostly.Ghost")
        .write(folder.resolve("ghostly.jar"));

    good("alien")
        .service(LossProvider.class, "org.absent.Ghost")
        .write(folder.resolve("alien.jar"));
    good("first").write(folder.resolve("1st.jar"));

    Path needed =
        new PluginJar()
            .source("org.absent.Parent", "package org.absent; public class Parent {}")
            .source("module-info", "module org.absent { exports org.absent; }")
            .write(folder.resolve(".elsewhere/absent.jar"));
    new PluginJar()
        .source(
            e + "lonely.Plugin", loss(e + "lonely", "\"lonely\"", "extends org.absent.Parent", ""))
        .source("module-info", module(e + "lonely", "requires org.absent;"))
        .service(LossProvider.class, e + "lonely.Plugin")
        .library(needed)
        .write(folder.resolve("lonely/lonely.jar"));

    good("split").write(folder.resolve("split/a.jar"));
    new PluginJar()
        .source(e + "split.Other", "package org.example.split; public class Other {}")
        .write(folder.resolve("split/b.jar"));

    good("damaged").write(folder.resolve("damaged/damaged.jar"));
    Files.writeString(folder.resolve("damaged/other.jar"), "no jar at all");
    Files.createDirectories(folder.resolve("empty"));
    new PluginJar()
        .source("org.merged.Thing", "package org.merged; public class Thing {}")
        .write(folder.resolve("merged.jar"));
    good("greedy").write(folder.resolve("greedy/greedy.jar"));
    new PluginJar()
        .source("dev.ae4j.spi.Provider", "package dev.ae4j.spi; public interface Provider {}")
        .write(folder.resolve("greedy/ae-api.jar"));
  }

  @Test
  void brokenPluginsAreReportedAndHarmNobody() throws IOException {
    writeBroken();
    good("aaa").write(folder.resolve("aaa.jar"));
    good("zzz").write(folder.resolve("zzz.jar"));

    ProviderCatalog catalog = builtIn().withPlugins(folder);
    assertThat(losses(catalog)).contains("aaa", "zzz", "bce", "huber", "mae", "mse");
    assertThat(losses(catalog))
        .doesNotContain("throwing", "orphan", "older", "schema", "optionless", "speechless")
        .doesNotContain("asserting", "future", "lonely", "damaged", "greedy");
    assertThat(catalog.find(LossProvider.class, PluginSpec.of("mae")).getClass().getName())
        .isEqualTo("dev.ae4j.plugin.MaeLossProvider");

    assertReported(catalog, "throwing.jar", "no licence");
    assertReported(catalog, "orphan.jar", "org/example/orphan/Parent");
    assertReported(catalog, "taken.jar", "its id mse is also claimed by dev.ae4j.plugin.Mse");
    assertReported(catalog, "fake.jar", "its id mae is also claimed by dev.ae4j.plugin.Mae");
    assertReported(catalog, "older.jar", "API version 0; this is version 1");
    assertReported(catalog, "schema.jar", "Option rate has the default 7.0, which is not a number");
    assertReported(catalog, "optionless.jar", "its options are null");
    assertReported(catalog, "nameless.jar", "its id 'null' is not");
    assertReported(catalog, "speechless.jar", "its description is null");
    assertReported(catalog, "asserting.jar", "AssertionError: bug");
    assertReported(catalog, "future.jar", "UnsupportedClassVersionError");
    assertReported(catalog, "ghostly.jar", "org.example.ghostly.Ghost");
    assertReported(catalog, "damaged/", "other.jar is no jar that can be read: ");
    assertReported(catalog, "empty/", "the folder has no jars");
    assertReported(catalog, "merged.jar", "it offers nothing", "META-INF/services");
    assertReported(catalog, "greedy/", "ae-api.jar is AE4J itself", "Maybe delete it there");
    assertReported(catalog, "alien.jar", "org.absent.Ghost");
    if (LAYERS) {
      assertReported(catalog, "1st.jar", "its modules cannot be resolved", "1st");
      assertReported(
          catalog, "lonely/", "module org.example.lonely requires org.absent", "Maybe put its jar");
      assertReported(catalog, "split/", "its modules cannot be resolved", "org.example.split");
      assertThat(catalog.problems()).hasSize(20);
    } else {
      assertReported(catalog, "lonely/", "org/absent/Parent");
      assertThat(losses(catalog)).contains("alien", "first", "split");
      assertThat(catalog.problems()).hasSize(18);
    }
  }

  private static void assertReported(ProviderCatalog catalog, String place, String... reason) {
    assertThat(catalog.problems())
        .filteredOn(problem -> problem.location().contains("/" + place))
        .as(place)
        .singleElement()
        .satisfies(problem -> assertThat(problem.reason()).contains(reason));
  }

  @Test
  void modulesOfJavaThatAreNotThereAreNamed() throws IOException {
    // Nothing in these tests uses it, so the module system leaves it out
    boolean absent = ModuleLayer.boot().findModule("java.smartcardio").isEmpty();
    good("carded")
        .source("module-info", module("org.example.carded", "requires java.smartcardio;"))
        .write(folder.resolve("carded.jar"));
    ProviderCatalog catalog = builtIn().withPlugins(folder);
    if (LAYERS && absent) {
      assertReported(catalog, "carded.jar", "Maybe start Java with --add-modules java.smartcardio");
    } else {
      assertThat(losses(catalog)).contains("carded");
    }
  }

  @Test
  void twoPluginsWithOneIdAreBothReported() throws IOException {
    jar("org.example.one", "\"twin\"", "").write(folder.resolve("one.jar"));
    jar("org.example.two", "\"twin\"", "").write(folder.resolve("two.jar"));
    ProviderCatalog catalog = builtIn().withPlugins(folder);
    assertThat(losses(catalog)).doesNotContain("twin");
    assertReported(
        catalog, "one.jar", "its id twin is also claimed by org.example.two.Plugin", "two.jar");
    assertReported(
        catalog, "two.jar", "its id twin is also claimed by org.example.one.Plugin", "one.jar");
  }

  @Test
  void askingForABrokenPluginTellsWhy() throws IOException {
    Files.writeString(folder.resolve("log-cosh.jar"), "downloaded only in part");
    ProviderCatalog catalog = builtIn().withPlugins(folder);
    assertThatThrownBy(() -> catalog.find(LossProvider.class, PluginSpec.of("log-cosh")))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("There is no loss 'log-cosh'")
        .hasMessageContaining("log-cosh.jar is no jar that can be read");
  }

  @Test
  void thePropertyAndThenTheEnvironmentNameTheFolder() throws IOException {
    good("fromproperty").write(folder.resolve("a/fromproperty.jar"));
    good("fromvariable").write(folder.resolve("b/fromvariable.jar"));
    Map<String, String> environment = Map.of("AE_PLUGINS", folder.resolve("b").toString());
    assertThat(losses(ProviderCatalog.load(Map.of()))).doesNotContain("fromvariable");
    assertThat(losses(ProviderCatalog.load(environment))).contains("fromvariable", "mse");
    System.setProperty("ae.plugins", folder.resolve("a").toString());
    assertThat(losses(ProviderCatalog.load(environment)))
        .contains("fromproperty", "mse")
        .doesNotContain("fromvariable");
    assertThat(losses(ProviderCatalog.load(Map.of("AE_PLUGINS", "")))).contains("fromproperty");
  }

  @Test
  void aFolderThatIsNotThereIsAProblem() {
    Path missing = folder.resolve("missing");
    for (String name : List.of(missing.toString(), "nul\0character")) {
      ProviderCatalog catalog = ProviderCatalog.load(Map.of("AE_PLUGINS", name));
      assertThat(losses(catalog)).contains("mse");
      assertThat(catalog.problems())
          .singleElement()
          .extracting(Problem::reason)
          .asString()
          .contains("the environment variable AE_PLUGINS names", "no folder");
    }
  }
}
