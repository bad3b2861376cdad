package dev.ae4j.jvm.kernel;

/**
 * Scratch memory that kernels share: one piece for each worker of a team and one for all of them.
 *
 * <p>Memory is reserved when a product is prepared and only read sizes change afterwards, so
 * running allocates nothing. Not thread-safe while memory is being reserved.
 */
public final class Workspace {
  private static final float[] NONE = {};

  private final float[][] own;
  private final float[][] patches;
  private final float[][][] panels;
  private float[] shared = NONE;
  private float[] zeros = NONE;

  /** A workspace for a team of {@code threads} threads. */
  public Workspace(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("A workspace needs 1 thread or more, got " + threads);
    }
    own = new float[threads][0];
    patches = new float[threads][0];
    panels = new float[threads][0][];
  }

  /** Makes sure that {@link #own} holds {@code size} floats for every worker. */
  public void reserveOwn(int size) {
    for (int i = 0; i < own.length; i++) {
      if (own[i].length < size) {
        own[i] = new float[size];
      }
    }
  }

  /** Makes sure that {@link #patches} holds {@code size} floats for every worker. */
  public void reservePatches(int size) {
    for (int i = 0; i < patches.length; i++) {
      if (patches[i].length < size) {
        patches[i] = new float[size];
      }
    }
  }

  /** Makes sure that {@link #shared} holds {@code size} floats. */
  public void reserveShared(int size) {
    if (shared.length < size) {
      shared = new float[size];
    }
  }

  /** Makes sure that {@link #zeros} holds {@code size} floats. */
  public void reserveZeros(int size) {
    if (zeros.length < size) {
      zeros = new float[size];
    }
  }

  /** The number of workers that have memory of their own. */
  public int threads() {
    return own.length;
  }

  /** Memory that only worker {@code worker} uses, made larger first if it has to be. */
  public float[] own(int worker, int size) {
    if (own[worker].length < size) {
      own[worker] = new float[size];
    }
    return own[worker];
  }

  /** Memory that only worker {@code worker} uses. */
  public float[] own(int worker) {
    return own[worker];
  }

  /** Memory that only worker {@code worker} uses, and no product: for what it is to multiply. */
  public float[] patches(int worker) {
    return patches[worker];
  }

  /**
   * {@code lines} arrays of {@code length} that only worker {@code worker} uses, made first if they
   * have to be. All callers must ask for the same.
   */
  public float[][] panel(int worker, int lines, int length) {
    if (panels[worker].length < lines) {
      panels[worker] = new float[lines][length];
    }
    return panels[worker];
  }

  /** Memory that the workers use together. */
  public float[] shared() {
    return shared;
  }

  /** Zeros, which nobody may overwrite. */
  public float[] zeros() {
    return zeros;
  }
}
