package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.apps.tiles.Tiles;
import dev.ae4j.graph.Shape;
import java.util.Locale;

/**
 * A file that samples were cut from.
 *
 * @param name what to call it when it comes back: without folders, ending in {@code .png} or {@code
 *     .wav}
 * @param shape {@code [height, width, channels]} of an image, {@code [n, channels]} of a sound
 * @param rate the samples of a sound in a second; 0 for images
 * @param bits of each number: 8 for images; for sounds 8, 16, 24, or 32 for float32
 */
public record AezFile(String name, Shape shape, int rate, int bits) {
  private static final int MAX_NAME = 255;

  /**
   * Checks the name, which may come from anybody.
   *
   * @throws DataException if it could name a file elsewhere, or is of another kind; the message
   *     lacks a subject
   */
  public AezFile {
    String ending = rate > 0 ? ".wav" : ".png";
    if (name.length() > MAX_NAME
        || name.startsWith(".")
        || !name.endsWith(ending)
        || name.chars().anyMatch(c -> c < ' ' || c == 0x7f || "/\\:*?\"<>|".indexOf(c) >= 0)) {
      throw new DataException(
          "has the name '%s' of a file; expected up to %s characters without / \\ : * ? \" < > |, none of them a dot in the beginning, and in the end %s"
              .formatted(name.replaceAll("\\p{Cc}", "?"), MAX_NAME, ending));
    }
  }

  /** Returns whether this is a sound, not an image. */
  public boolean isSound() {
    return rate > 0;
  }

  /** Returns how a file of this kind is cut into samples. */
  Tiles tiles(Shape sample) {
    return isSound() ? Tiles.ofSounds(sample, 0) : Tiles.ofImages(sample, 0);
  }

  /** Returns the name as file systems compare it that do not tell small letters from large ones. */
  String folded() {
    return name.toLowerCase(Locale.ROOT);
  }
}
