package dev.ae4j.jvm.step;

/** Which random numbers the run at hand draws. */
public final class RandomKey {
  private long seed;
  private long step;

  /** Sets the seed and the step of the run to come. */
  public void set(long newSeed, long newStep) {
    seed = newSeed;
    step = newStep;
  }

  long seed() {
    return seed;
  }

  long step() {
    return step;
  }
}
