package dev.ae4j.tensorflow.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteStatus;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetCode;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_Message;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewStatus;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_OK;

import dev.ae4j.BackendException;
import org.tensorflow.internal.c_api.TF_Status;

/** How a call of TensorFlow went. */
final class Status implements AutoCloseable {
  private final TF_Status status = TF_NewStatus();

  /** Returns what to pass to the call. */
  TF_Status handle() {
    return status;
  }

  /**
   * Throws if the call failed.
   *
   * @throws BackendException with TensorFlow's message
   */
  void check(String what) {
    if (TF_GetCode(status) != TF_OK) {
      throw new BackendException(
          "TensorFlow failed to %s: %s".formatted(what, TF_Message(status).getString()));
    }
  }

  @Override
  public void close() {
    TF_DeleteStatus(status);
  }
}
