package dev.ae4j.jvm.step;

/** One of the pieces of work that make up a run of a program, done in order. */
@FunctionalInterface
public interface Step {
  /** Computes the results from the operands, both in the buffers that this step was made with. */
  void run();
}
