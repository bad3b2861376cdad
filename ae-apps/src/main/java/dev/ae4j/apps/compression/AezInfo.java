package dev.ae4j.apps.compression;

import dev.ae4j.graph.Shape;
import java.util.List;

/**
 * What the beginning of an {@code .aez} file says.
 *
 * @param isLossless whether every bit comes back
 * @param step what codes were rounded to multiples of; 0 if the samples were coded without any
 * @param codeShape the shape of one code
 * @param sampleShape the shape of one sample
 * @param samples the number of samples
 * @param chunkSamples the number of samples of each chunk but the last
 * @param modelId the identity of the model, see {@link Aez#modelId}
 * @param modelBytes the size of the model inside the file; 0 if there is none
 * @param files what the samples were cut from, if it is known
 */
public record AezInfo(
    boolean isLossless,
    float step,
    Shape codeShape,
    Shape sampleShape,
    int samples,
    int chunkSamples,
    String modelId,
    int modelBytes,
    List<AezFile> files) {

  /** Copies the files. */
  public AezInfo {
    files = List.copyOf(files);
  }

  /** Returns how many numbers were compressed, without the padding of samples. */
  public long numbers() {
    return files.isEmpty()
        ? (long) samples * sampleShape.sampleElements()
        : files.stream().mapToLong(file -> file.shape().sampleElements()).sum();
  }

  /** Returns the number of chunks. */
  public int chunks() {
    return samples == 0 ? 0 : (samples - 1) / chunkSamples + 1;
  }

  /** Returns the number of samples of a chunk. */
  int samplesOf(int chunk) {
    return Math.min(chunkSamples, samples - chunk * chunkSamples);
  }
}
