package dev.ae4j.training;

import dev.ae4j.TrainingOptions;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.backend.Backend;

/**
 * What a trainer works with.
 *
 * @param backend the engine that runs its programs; not to be closed by the trainer
 * @param catalog where plug-ins are found
 * @param options what the user asked for
 */
public record TrainerContext(Backend backend, ProviderCatalog catalog, TrainingOptions options) {}
