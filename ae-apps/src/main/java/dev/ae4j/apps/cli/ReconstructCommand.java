package dev.ae4j.apps.cli;

import dev.ae4j.TrainedModel;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import picocli.CommandLine.Command;

/** {@code ae reconstruct}: writes what becomes of samples that are encoded and decoded. */
@Command(
    name = "reconstruct",
    sortOptions = false,
    showDefaultValues = true,
    description = "Writes what becomes of samples that are encoded and decoded.")
final class ReconstructCommand extends AbstractMappingCommand {
  @Inject
  ReconstructCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  Program program(ModelArtifact artifact) {
    return artifact.reconstruct();
  }

  @Override
  TensorData apply(TrainedModel opened, TensorData rows) {
    return opened.reconstruct(rows);
  }
}
