package dev.ae4j.apps.cli;

import dev.ae4j.registry.ProviderCatalog;
import picocli.CommandLine.Option;

/** What commands have in common that apply a model to data. */
abstract class AbstractModelCommand extends AbstractTrainedModelCommand {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "SRC",
      description = "What to apply it to, such as mnist:test or a file.")
  String data;

  AbstractModelCommand(ProviderCatalog catalog) {
    super(catalog);
  }
}
