package dev.ae4j;

/** Thrown when a backend was asked for and cannot be used, or fails while it runs a program. */
public final class BackendException extends AeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for the user. */
  public BackendException(String message) {
    super(message);
  }

  /** Creates an exception with a message for the user and the failure behind it. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
