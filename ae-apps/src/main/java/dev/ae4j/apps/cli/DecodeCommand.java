package dev.ae4j.apps.cli;

import dev.ae4j.TrainedModel;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import picocli.CommandLine.Command;

/** {@code ae decode}: writes the samples that codes stand for. */
@Command(
    name = "decode",
    sortOptions = false,
    showDefaultValues = true,
    description = "Writes the samples that codes stand for, such as those of 'ae encode'.")
final class DecodeCommand extends AbstractMappingCommand {
  @Inject
  DecodeCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  Program program(ModelArtifact artifact) {
    return artifact.decode();
  }

  @Override
  TensorData apply(TrainedModel opened, TensorData rows) {
    return opened.decode(rows);
  }
}
