package dev.ae4j.jvm.step;

/**
 * A step whose results for some samples of the batch depend on the same samples only, or add up
 * what groups of samples give.
 */
public interface SampleStep extends Step {
  /** Does once for each run what does not depend on samples. */
  default void begin() {}

  /**
   * Computes the results for some samples of a group on the calling thread alone, which does so for
   * all samples of the group in order; see {@link SampleSteps.Chunks}.
   *
   * @param samples the number of all samples
   * @param first the first sample
   * @param end the sample behind the last one
   * @param worker the calling thread, which selects the scratch memory
   */
  void run(int samples, int first, int end, int worker);

  /** Does once for each run, after all samples, what needs all of them. */
  default void finish() {}
}
