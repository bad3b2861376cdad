package dev.ae4j.apps.quickstart;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ae4j.apps.metrics.ImageQuality;

/**
 * What the quickstart measured on the test images; as JSON the content of {@code metrics.json}.
 *
 * @param testMse the mean squared error of each pixel after encoding and decoding
 * @param epochs the number of passes over the training data
 * @param seconds what everything took
 * @param trainingSeconds what the steps of the autoencoder's training took
 * @param backend the description of the backend
 * @param seed the seed of the training
 * @param reconstruction how good encoding and decoding is
 * @param compression what codes of one byte for each number are worth
 * @param denoising what a denoising autoencoder is worth
 * @param features what codes are worth as features
 */
@JsonNaming(SnakeCaseStrategy.class)
public record QuickstartResult(
    double testMse,
    int epochs,
    double seconds,
    double trainingSeconds,
    String backend,
    long seed,
    Reconstruction reconstruction,
    Compression compression,
    Denoising denoising,
    Features features) {

  /**
   * The quality of what is encoded and decoded.
   *
   * @param codeSize the numbers of a code
   * @param mse the mean squared error of each pixel
   * @param psnr the mean peak signal-to-noise ratio in dB
   * @param ssim the mean structural similarity
   * @param pca that of PCA with as many components
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Reconstruction(
      int codeSize, double mse, double psnr, double ssim, ImageQuality pca) {}

  /**
   * Test images as codes of one byte for each number.
   *
   * @param samples the number of images
   * @param rawBytes their size as one byte for each pixel
   * @param bytes the size of the codes with all that is needed to read them, except the model
   * @param bitsPerDimension the size in bits for each pixel
   * @param psnr the mean peak signal-to-noise ratio in dB of what is decoded
   * @param ssim the mean structural similarity
   * @param modelBytes the size of the weights as float32, encoder and decoder
   * @param pca the same with PCA instead of the autoencoder
   * @param gzip a lossless compressor without a model
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Compression(
      int samples,
      long rawBytes,
      long bytes,
      double bitsPerDimension,
      double psnr,
      double ssim,
      long modelBytes,
      Lossy pca,
      Lossless gzip) {}

  /**
   * A lossy baseline.
   *
   * @param bytes the size of the codes with all that is needed to read them, except the model
   * @param bitsPerDimension the size in bits for each pixel
   * @param psnr the mean peak signal-to-noise ratio in dB
   * @param ssim the mean structural similarity
   * @param modelBytes the size of the model as float32
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Lossy(
      long bytes, double bitsPerDimension, double psnr, double ssim, long modelBytes) {}

  /**
   * A lossless baseline.
   *
   * @param bytes the size
   * @param bitsPerDimension the size in bits for each pixel
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Lossless(long bytes, double bitsPerDimension) {}

  /**
   * Test images with noise, and cleaned.
   *
   * @param noise the noise, as of a corruption
   * @param hiddenUnits the width of the autoencoder's hidden layer
   * @param trainingSeconds what the steps of its training took
   * @param psnrIn the mean peak signal-to-noise ratio in dB of the noisy images
   * @param psnrOut that of the images that the autoencoder made
   * @param ssimIn the mean structural similarity of the noisy images
   * @param ssimOut that of the images that the autoencoder made
   * @param median the quality of the median of each pixel and its neighbours
   * @param wiener the quality of the linear Wiener filter
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Denoising(
      String noise,
      int hiddenUnits,
      double trainingSeconds,
      double psnrIn,
      double psnrOut,
      double ssimIn,
      double ssimOut,
      ImageQuality median,
      ImageQuality wiener) {}

  /**
   * How well classifiers that know only the features tell the classes of test images.
   *
   * @param trainSamples how many training images they learned from
   * @param testSamples how many test images they were tried on
   * @param linearProbeAccuracy the share that a linear classifier gets right from codes
   * @param knnAccuracy the share that the 5 nearest neighbours get right from codes
   * @param raw the same from pixels
   * @param pca the same from as many principal components as a code has numbers
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Features(
      int trainSamples,
      int testSamples,
      double linearProbeAccuracy,
      double knnAccuracy,
      Accuracies raw,
      Accuracies pca) {}

  /**
   * The accuracies of a baseline.
   *
   * @param linearProbeAccuracy of a linear classifier
   * @param knnAccuracy of the 5 nearest neighbours
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Accuracies(double linearProbeAccuracy, double knnAccuracy) {}
}
