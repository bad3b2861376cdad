package dev.ae4j;

/**
 * Thrown when data, a model file or a container is missing, malformed, of the wrong shape, or
 * cannot be written.
 */
public final class DataException extends AeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for the user. */
  public DataException(String message) {
    super(message);
  }

  /** Creates an exception with a message for the user and the failure behind it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
