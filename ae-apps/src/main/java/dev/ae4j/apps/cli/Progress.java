package dev.ae4j.apps.cli;

import dev.ae4j.training.TrainingListener;
import java.util.OptionalInt;

/** Shows how training goes; closed when it has ended, well or not. */
interface Progress extends TrainingListener, AutoCloseable {
  /** Returns a moving bar on a terminal, plain lines otherwise. */
  static Progress on(Streams streams) {
    OptionalInt width = Terminal.width(streams.err());
    return width.isPresent()
        ? new ProgressBars(streams.err(), width.getAsInt())
        : new ProgressLines(streams.err());
  }

  @Override
  void close();
}
