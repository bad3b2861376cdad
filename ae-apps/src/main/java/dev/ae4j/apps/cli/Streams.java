package dev.ae4j.apps.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Where a command writes to.
 *
 * @param out receives results
 * @param err receives progress, errors and logs
 */
record Streams(PrintStream out, PrintStream err) {

  /** Returns a writer on a stream, which does the encoding. */
  static PrintWriter writer(PrintStream stream) {
    Writer writer =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) {
            stream.print(String.valueOf(text, from, length));
          }

          @Override
          public void flush() {
            stream.flush();
          }

          @Override
          public void close() {
            stream.flush();
          }
        };
    return new PrintWriter(writer, true);
  }
}
