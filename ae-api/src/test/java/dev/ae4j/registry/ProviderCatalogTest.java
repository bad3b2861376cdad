package dev.ae4j.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.model.Loss;
import dev.ae4j.registry.fixture.FutureLossProvider;
import dev.ae4j.registry.fixture.GoodLossProvider;
import dev.ae4j.registry.fixture.LastLossProvider;
import dev.ae4j.registry.fixture.NoProvider;
import dev.ae4j.registry.fixture.OrphanLossProvider;
import dev.ae4j.registry.fixture.ThrowingConstructorLossProvider;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderCatalogTest {
  @Test
  void findsTheBuiltInPlugins() {
    ProviderCatalog catalog = ProviderCatalog.load(ProviderCatalog.class.getClassLoader());
    assertThat(catalog.all(LossProvider.class))
        .extracting(Provider::id)
        .isSorted()
        .contains("bce", "huber", "kl", "l2", "mae", "mse");
    assertThat(catalog.problems()).isEmpty();
  }

  @Test
  void everyBuiltInPluginDescribesItselfAndHasPossibleDefaults() {
    ProviderCatalog catalog = ProviderCatalog.load(ProviderCatalog.class.getClassLoader());
    for (Class<? extends Provider> kind : ProviderCatalog.KINDS) {
      for (Provider provider : catalog.all(kind)) {
        assertThat(provider.description()).as("%s", provider).isNotEmpty();
        assertThat(catalog.options(provider, PluginSpec.of(provider.id()))).isNotNull();
      }
    }
  }

  /** Hides the fixtures of the test class path, so that the copies in the plug-in are found. */
  private static final class WithoutFixtures extends ClassLoader {
    WithoutFixtures() {
      super(ProviderCatalogTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(GoodLossProvider.class.getPackageName())) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  @Test
  void brokenPluginsDoNoHarmToTheOthers(@TempDir Path plugin) throws IOException {
    Path services = plugin.resolve("META-INF/services");
    Files.createDirectories(services);
    String missing = "org.example.Missing";
    List<Class<?>> classes =
        List.of(
            GoodLossProvider.class,
            ThrowingConstructorLossProvider.class,
            OrphanLossProvider.class,
            FutureLossProvider.class,
            NoProvider.class,
            LastLossProvider.class);
    StringBuilder names = new StringBuilder(missing).append('\n');
    for (Class<?> type : classes) {
      names.append(type.getName()).append('\n');
      copyClass(type, plugin);
    }
    Files.writeString(services.resolve(LossProvider.class.getName()), names, UTF_8);

    URL[] urls = {plugin.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, new WithoutFixtures())) {
      ProviderCatalog catalog = ProviderCatalog.load(loader);
      assertThat(catalog.all(LossProvider.class))
          .extracting(Provider::id)
          .contains("good", "last", "mse");
      assertThat(catalog.problems())
          .extracting(ProviderCatalog.Problem::reason)
          .hasSize(5)
          .anyMatch(reason -> reason.contains(missing))
          .anyMatch(reason -> reason.contains("no licence"))
          .anyMatch(reason -> reason.contains("MissingParent"))
          .anyMatch(reason -> reason.contains("UnsupportedClassVersionError"))
          .anyMatch(reason -> reason.contains(NoProvider.class.getName()));
    }
  }

  @Test
  void problemsTellWhereAProviderComesFrom() {
    Provider badId = new NamedLossProvider("Mean Loss");
    assertThat(ProviderCatalog.of(List.of(badId)).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo("loss");
              assertThat(problem.provider()).isEqualTo(badId.getClass().getName());
              assertThat(problem.location()).startsWith("file:").contains("classes");
            });
  }

  private static void copyClass(Class<?> type, Path root) throws IOException {
    String resource = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getModule().getResourceAsStream(resource)) {
      byte[] bytes = in.readAllBytes();
      if (type == FutureLossProvider.class) {
        bytes[6] = 0x7F; // The high byte of the class file's major version
      }
      Path file = root.resolve(resource);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
  }

  /** A loss provider with an id of the test's choice. */
  private static class NamedLossProvider implements LossProvider {
    private final String id;

    NamedLossProvider(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Loss create(Options options) {
      return inputs -> inputs.reconstruction().sum();
    }
  }

  @Test
  void anIdClaimedTwiceIsReportedForBoth() {
    Provider first = new NamedLossProvider("twin");
    Provider second = new NamedLossProvider("twin");
    ProviderCatalog catalog = ProviderCatalog.of(List.of(first, second));
    assertThat(catalog.all(LossProvider.class)).isEmpty();
    assertThat(catalog.problems()).hasSize(2);
  }

  @Test
  void badIdsVersionsAndOptionsAreReported() {
    Provider badId = new NamedLossProvider("Mean Loss");
    Provider nextVersion =
        new NamedLossProvider("next") {
          @Override
          public int apiVersion() {
            return Provider.API_VERSION + 1;
          }
        };
    Provider badOptions =
        new NamedLossProvider("options") {
          @Override
          public OptionSchema options() {
            return OptionSchema.builder().flag("a", true, "").flag("a", true, "").build();
          }
        };
    Provider good = new NamedLossProvider("good");
    ProviderCatalog catalog = ProviderCatalog.of(List.of(badId, nextVersion, badOptions, good));
    assertThat(catalog.all(LossProvider.class)).containsExactly((LossProvider) good);
    assertThat(catalog.problems())
        .extracting(ProviderCatalog.Problem::reason)
        .satisfiesExactlyInAnyOrder(
            reason -> assertThat(reason).contains("'Mean Loss'"),
            reason -> assertThat(reason).contains("API version 2"),
            reason -> assertThat(reason).contains("declared twice"));
  }

  @Test
  void messagesAboutOptionsNameTheKindAndTheId() {
    ProviderCatalog catalog = ProviderCatalog.load(ProviderCatalog.class.getClassLoader());
    PluginSpec spec = PluginSpec.parse("dense:activation=loud");
    EncoderProvider encoder = catalog.find(EncoderProvider.class, spec);
    assertThatThrownBy(() -> catalog.options(encoder, spec))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("encoder dense: activation=loud is not one of [linear, ");
  }

  @Test
  void otherInterfacesAreNoKinds() {
    ProviderCatalog catalog = ProviderCatalog.of(List.of());
    assertThatThrownBy(() -> catalog.all(Provider.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a kind of provider");
  }

  @Test
  void namesWhatExistsWhenAPluginDoesNot() {
    ProviderCatalog catalog = ProviderCatalog.of(List.of(new NamedLossProvider("good")));
    assertThatThrownBy(() -> catalog.find(LossProvider.class, PluginSpec.of("goood")))
        .isInstanceOf(OptionException.class)
        .hasMessage("There is no loss 'goood'. Maybe one of [good]");
    assertThatThrownBy(
            () -> ProviderCatalog.of(List.of()).find(LossProvider.class, PluginSpec.of("mse")))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("META-INF/services");
  }
}
