package dev.ae4j.graph;

import dev.ae4j.AeException;

/**
 * Thrown while a graph is built when shapes or element types do not fit an operation.
 *
 * <p>The message names the operation and the shapes; on its way out of the layers that were being
 * built it also collects their path, so that it ends up as in {@code encoder dense > hidden-1:
 * matMul of [N, 784] and [700, 32]: ...}.
 */
public final class ShapeException extends AeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message that names the operation and the shapes. */
  public ShapeException(String message) {
    super(message);
  }

  private ShapeException(String message, ShapeException inner) {
    super(message, inner.getCause() == null ? inner : inner.getCause());
    setStackTrace(inner.getStackTrace());
  }

  /** Returns this exception with the name of the enclosing layer in front of the message. */
  public ShapeException inside(String layer) {
    String separator = getCause() == null ? ": " : " > ";
    return new ShapeException(layer + separator + getMessage(), this);
  }
}
