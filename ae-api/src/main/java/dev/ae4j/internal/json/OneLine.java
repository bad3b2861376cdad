package dev.ae4j.internal.json;

import java.util.regex.Pattern;

/** Makes texts from outside fit for a message. */
public final class OneLine {
  /** How much of the beginning and of the end of a long text is kept. */
  private static final int KEPT = 250;

  /** What breaks lines, moves the cursor, changes the direction of writing or is no character. */
  private static final Pattern DISTURBING =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private OneLine() {}

  /**
   * Returns the text with its middle left out if it is long and anything disturbing as {@code ?}.
   */
  public static String of(String text) {
    String kept =
        text.length() <= 2 * KEPT
            ? text
            : text.substring(0, KEPT) + "..." + text.substring(text.length() - KEPT);
    return DISTURBING.matcher(kept).replaceAll("?");
  }
}
