package dev.ae4j.apps.cli;

import dev.ae4j.TrainedModel;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import picocli.CommandLine.Command;

/** {@code ae encode}: writes the codes of samples. */
@Command(
    name = "encode",
    sortOptions = false,
    showDefaultValues = true,
    description = "Writes the codes of samples.")
final class EncodeCommand extends AbstractMappingCommand {
  @Inject
  EncodeCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  Program program(ModelArtifact artifact) {
    return artifact.encode();
  }

  @Override
  TensorData apply(TrainedModel opened, TensorData rows) {
    return opened.encode(rows);
  }
}
