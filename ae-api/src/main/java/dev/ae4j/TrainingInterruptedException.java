package dev.ae4j;

import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.training.EpochReport;
import java.util.List;

/**
 * Thrown when the thread that trains is interrupted; carries what was learned until then.
 *
 * <p>The thread stays interrupted. Files can only be written once that is cleared:
 *
 * <pre>{@code
 * } catch (TrainingInterruptedException e) {
 *   Thread.interrupted();
 *   e.artifact().save(file);
 * }
 * }</pre>
 */
public final class TrainingInterruptedException extends AeException {
  private static final long serialVersionUID = 1L;

  private final transient ModelArtifact artifact;
  private final transient List<EpochReport> history;

  /**
   * Creates an exception.
   *
   * @param message for the user
   * @param artifact the model with the weights of the last step that was completed
   * @param history how the epochs went that were completed
   */
  public TrainingInterruptedException(
      String message, ModelArtifact artifact, List<EpochReport> history) {
    super(message);
    this.artifact = artifact;
    this.history = List.copyOf(history);
  }

  /** Returns the model with the weights of the last step that was completed. */
  public ModelArtifact artifact() {
    return artifact;
  }

  /** Returns how the epochs went that were completed. */
  public List<EpochReport> history() {
    return history;
  }
}
