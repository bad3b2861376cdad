package dev.ae4j;

/** Thrown when training cannot go on, such as when the loss is no longer a finite number. */
public final class TrainingException extends AeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for the user. */
  public TrainingException(String message) {
    super(message);
  }

  /** Creates an exception with a message for the user and the failure behind it. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
