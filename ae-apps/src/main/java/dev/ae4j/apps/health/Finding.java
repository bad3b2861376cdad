package dev.ae4j.apps.health;

/**
 * A sign that a model does not do its work.
 *
 * @param kind what is wrong
 * @param text one line for people: what was found, and what may help
 */
public record Finding(Kind kind, String text) {
  /** What can be wrong. */
  public enum Kind {
    /** Elements of the code are 0 for every sample. */
    DEAD_UNITS,

    /** Elements of the code have the same value, not 0, for every sample. */
    CONSTANT_UNITS,

    /** Elements of the output stay at 0 or 1, far from the data. */
    SATURATED_OUTPUTS,

    /** The reconstruction is the same for every sample. */
    CONSTANT_OUTPUT,

    /** Principal components reconstruct better. */
    WORSE_THAN_PCA
  }
}
