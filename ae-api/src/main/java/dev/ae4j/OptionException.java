package dev.ae4j;

/**
 * Thrown when a plug-in, a backend or one of their options is unknown or has an impossible value.
 */
public final class OptionException extends AeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for the user. */
  public OptionException(String message) {
    super(message);
  }

  /** Creates an exception with a message for the user and the failure behind it. */
  public OptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
