package dev.ae4j;

import dev.ae4j.data.TableSchema;
import dev.ae4j.graph.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An autoencoder as data: which plug-ins, with which options, for samples of which shape.
 *
 * @param sampleShape the shape of one sample, without the batch
 * @param encoder an encoder
 * @param codeSize the number of elements of one code; empty if the encoder's options say it
 * @param decoder a decoder
 * @param loss what training minimizes
 * @param corruptions what happens to samples before they are encoded, in this order, in training
 *     only
 * @param schema what the elements of a sample mean if samples are rows of a table; an element that
 *     is NaN is then missing: the encoder sees 0 in its place, and losses the reconstruction
 */
public record ModelSpec(
    Shape sampleShape,
    PluginSpec encoder,
    OptionalInt codeSize,
    PluginSpec decoder,
    LossSpec loss,
    List<PluginSpec> corruptions,
    Optional<TableSchema> schema) {

  /** Makes the specification of a model whose samples are no rows of a table. */
  public ModelSpec(
      Shape sampleShape,
      PluginSpec encoder,
      OptionalInt codeSize,
      PluginSpec decoder,
      LossSpec loss,
      List<PluginSpec> corruptions) {
    this(sampleShape, encoder, codeSize, decoder, loss, corruptions, Optional.empty());
  }

  /**
   * Checks the sizes and copies the list.
   *
   * @throws OptionException if the code size is not positive, a sample has no elements, or its
   *     shape is not that of the schema
   */
  public ModelSpec {
    corruptions = List.copyOf(corruptions);
    if (codeSize.isPresent() && codeSize.getAsInt() < 1) {
      throw new OptionException("The code size is " + codeSize.getAsInt() + ", not 1 or more");
    }
    if (sampleShape.isBatched() || sampleShape.sampleElements() < 1) {
      throw new OptionException("Samples cannot have the shape " + sampleShape);
    }
    if (schema.isPresent() && !schema.get().sampleShape().equals(sampleShape)) {
      throw new OptionException(
          "Samples of the shape %s cannot be rows of a table, which have the shape %s"
              .formatted(sampleShape, schema.get().sampleShape()));
    }
  }

  /** Returns the model without corruptions. */
  public ModelSpec withoutCorruptions() {
    return new ModelSpec(sampleShape, encoder, codeSize, decoder, loss, List.of(), schema);
  }
}
