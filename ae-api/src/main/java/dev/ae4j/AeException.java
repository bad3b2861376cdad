package dev.ae4j;

/**
 * The root of every exception that AE4J throws on purpose.
 *
 * <p>Messages name the values involved and, where there is one, end with a sentence that begins
 * with "Maybe" and says what to try.
 */
public abstract class AeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for the user. */
  protected AeException(String message) {
    super(message);
  }

  /** Creates an exception with a message for the user and the failure behind it. */
  protected AeException(String message, Throwable cause) {
    super(message, cause);
  }
}
