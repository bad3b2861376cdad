package dev.ae4j.apps.quickstart;

import dev.ae4j.training.TrainingListener;

/**
 * Is told how the quickstart goes: its stages, and of each of the two trainings the start, batches
 * and epochs. Called by the thread that runs it.
 */
public interface QuickstartListener extends TrainingListener {
  /** A listener that is not interested. */
  QuickstartListener NONE = new QuickstartListener() {};

  /** What the quickstart does, in this order. */
  enum Stage {
    /** Reads the images. */
    READING("reading MNIST"),
    /** Trains the autoencoder. */
    TRAINING("training the autoencoder"),
    /** Fits PCA and measures both on the test images. */
    BASELINE("fitting the PCA baseline"),
    /** Compresses the test images. */
    COMPRESSION("compressing"),
    /** Trains the denoising autoencoder and cleans the test images. */
    DENOISING("training the denoiser"),
    /** Measures codes as features. */
    FEATURES("measuring features"),
    /** Writes all files. */
    WRITING("writing the report");

    private final String description;

    Stage(String description) {
      this.description = description;
    }

    /** Returns what happens, such as {@code training the autoencoder}. */
    public String description() {
      return description;
    }
  }

  /** A stage begins. */
  default void onStage(Stage stage) {}
}
