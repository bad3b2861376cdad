package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.PluginSpec;
import dev.ae4j.spi.DatasetProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  @Test
  void haveValidIdsAndDescriptions() {
    assertThat(
            List.of(
                new AudioDatasetProvider(),
                new ImagesDatasetProvider(),
                new MnistDatasetProvider(),
                new RandomDatasetProvider()))
        .allSatisfy(provider -> assertThat(provider.id()).matches(PluginSpec::isId))
        .allSatisfy(provider -> assertThat(provider.description()).isNotEmpty());
  }

  @Test
  void areTheSameInBothLists() throws IOException, URISyntaxException {
    String service = DatasetProvider.class.getName();
    Path classes =
        Path.of(
            MnistDatasetProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> listed = Files.readAllLines(classes.resolve("META-INF/services/" + service));
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      assertThat(ModuleDescriptor.read(in).provides())
          .singleElement()
          .satisfies(provides -> assertThat(provides.service()).isEqualTo(service))
          .satisfies(provides -> assertThat(provides.providers()).isEqualTo(listed));
    }
  }
}
