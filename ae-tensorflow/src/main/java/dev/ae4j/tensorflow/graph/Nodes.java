package dev.ae4j.tensorflow.graph;

/**
 * The names of the nodes that a run feeds, fetches or executes.
 *
 * <p>Inputs, parameters and outputs are numbered in the order of the program.
 */
public final class Nodes {
  /** The number of samples, as a vector of one int32. */
  public static final String BATCH_SIZE = "batch-size";

  /** The key of the random numbers, as a vector of one uint64. */
  public static final String SEED = "seed";

  /** The counter of the random numbers, as a vector of one uint64. */
  public static final String STEP = "step";

  private Nodes() {}

  /** The value of an input. */
  public static String input(int number) {
    return "input/" + number;
  }

  /** Which rows of the resident data are the value of an input, as a vector of int64. */
  public static String rows(int number) {
    return input(number) + "/rows";
  }

  /** New data for an input. */
  public static String newData(int number) {
    return input(number) + "/new-data";
  }

  /** Lets new data for an input stay on the device. */
  public static String storeData(int number) {
    return input(number) + "/store-data";
  }

  /** The value of a parameter. */
  public static String parameter(int number) {
    return "parameter/" + number;
  }

  /** A new value for a parameter. */
  public static String newValue(int number) {
    return parameter(number) + "/new-value";
  }

  /** Stores a new value in a parameter. */
  public static String storeValue(int number) {
    return parameter(number) + "/store-value";
  }

  static String variable(int number) {
    return parameter(number) + "/variable";
  }

  /**
   * The value of an output.
   *
   * @param number counts the outputs
   * @param emptyBatch whether it is for empty batches only
   */
  public static String output(int number, boolean emptyBatch) {
    return (emptyBatch ? "empty/output/" : "output/") + number;
  }

  /**
   * Computes and stores all updates.
   *
   * @param emptyBatch whether it is for empty batches only
   */
  public static String update(boolean emptyBatch) {
    return emptyBatch ? "empty/update" : "update";
  }
}
