package dev.ae4j.datasets;

import dev.ae4j.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images or sounds that a path names.
 *
 * @param kind what they are
 * @param files the files, in the order of their names
 * @param labels the class of each file, if each class is in a folder of its own
 */
public record MediaFiles(Kind kind, List<Path> files, Optional<List<Integer>> labels) {
  /** What is in files. */
  public enum Kind {
    /** {@code .png}, {@code .jpg} and {@code .jpeg}: see {@link ImageFile}. */
    IMAGES("images", "(?s).*\\.(png|jpg|jpeg)"),

    /** {@code .wav}: see {@link Wav}. */
    SOUNDS("sounds", "(?s).*\\.wav");

    private final String plural;
    private final String names;

    Kind(String plural, String names) {
      this.plural = plural;
      this.names = names;
    }

    private boolean fits(Path file) {
      return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).matches(names);
    }
  }

  /** Copies the lists. */
  public MediaFiles {
    files = List.copyOf(files);
    labels = labels.map(List::copyOf);
  }

  /**
   * Returns the path of a file or folder.
   *
   * @throws DataException if there is none
   */
  static Path existing(String text) {
    try {
      Path path = Path.of(text);
      if (Files.exists(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new DataException("'" + ContentReader.printable(text) + "' cannot be a path", e);
    }
    throw new DataException(
        "There is neither a file nor a folder '" + ContentReader.printable(text) + "'");
  }

  /**
   * Looks for images or sounds.
   *
   * <p>A file is told by the ending of its name, in any case of letters, and need not exist. Of a
   * folder all files with such endings are taken whose names begin with no dot. If there are none
   * but folders with such files, each of them is a class, with the labels 0, 1 … in the order of
   * their names.
   *
   * @return empty if the path is neither such a file nor a folder with some
   * @throws DataException if a folder has both images and sounds, or such files beside folders with
   *     some, or cannot be read
   */
  public static Optional<MediaFiles> find(Path path) {
    if (!Files.isDirectory(path)) {
      for (Kind kind : Kind.values()) {
        if (kind.fits(path)) {
          return Optional.of(new MediaFiles(kind, List.of(path), Optional.empty()));
        }
      }
      return Optional.empty();
    }
    Optional<MediaFiles> here = inFolder(path);
    return here.isPresent() ? here : inClasses(path);
  }

  private static Optional<MediaFiles> inFolder(Path folder) {
    List<Path> entries = entries(folder);
    Optional<MediaFiles> found = Optional.empty();
    for (Kind kind : Kind.values()) {
      List<Path> files =
          entries.stream().filter(file -> kind.fits(file) && !Files.isDirectory(file)).toList();
      if (!files.isEmpty() && found.isPresent()) {
        throw new DataException(
            printable(folder) + " has both images and sounds. Maybe keep them in two folders");
      }
      if (!files.isEmpty()) {
        found = Optional.of(new MediaFiles(kind, files, Optional.empty()));
      }
    }
    return found;
  }

  private static Optional<MediaFiles> inClasses(Path folder) {
    List<Path> classes = entries(folder).stream().filter(Files::isDirectory).toList();
    Optional<MediaFiles> first = classes.isEmpty() ? Optional.empty() : inFolder(classes.get(0));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Kind kind = first.get().kind;
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path of = classes.get(label);
      Optional<MediaFiles> members = inFolder(of);
      if (members.isEmpty() || members.get().kind != kind) {
        throw new DataException(
            "%s has no %s, but other folders in %s have. Maybe each folder is to be a class"
                .formatted(printable(of), kind.plural, printable(folder)));
      }
      for (Path file : members.get().files) {
        files.add(file);
        labels.add(label);
      }
    }
    return Optional.of(new MediaFiles(kind, files, Optional.of(labels)));
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new DataException(printable(folder) + " cannot be read: " + e, e);
    }
  }

  private static String printable(Path path) {
    return ContentReader.printable(path.toString());
  }
}
