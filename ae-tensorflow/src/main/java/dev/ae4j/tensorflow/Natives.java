package dev.ae4j.tensorflow;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.bytedeco.javacpp.Loader;

/**
 * Which of TensorFlow's native libraries the class path or module path holds.
 *
 * <p>Looks for their files in jars, and neither unpacks nor loads them.
 *
 * @param platform the operating system and processor, as TensorFlow Java writes it
 * @param found what was found for this platform, such as {@code linux-x86_64-gpu}
 * @param foreign what was found for another platform
 */
record Natives(String platform, Optional<String> found, Optional<String> foreign) {
  private static final String ARTIFACT = "org.tensorflow:tensorflow-core-native:1.1.0:";
  private static final String GPU = "-gpu";
  private static final List<String> CLASSIFIERS =
      List.of("linux-x86_64-gpu", "linux-x86_64", "linux-arm64", "macosx-arm64", "windows-x86_64");

  /** Looks for the libraries. */
  static Natives find() {
    ClassLoader loader = Natives.class.getClassLoader();
    return find(
        Loader.Detector.getPlatform(),
        classifier ->
            loader.getResource("org/tensorflow/internal/c_api/" + classifier + "/LICENSE") != null);
  }

  /**
   * Looks for the libraries.
   *
   * @param platform the operating system and processor
   * @param present tells whether there is the artifact of a classifier
   */
  static Natives find(String platform, Predicate<String> present) {
    List<String> all = CLASSIFIERS.stream().filter(present).toList();
    return new Natives(
        platform,
        all.stream().filter(classifier -> isFor(platform, classifier)).findFirst(),
        all.stream().filter(classifier -> !isFor(platform, classifier)).findFirst());
  }

  private static boolean isFor(String platform, String classifier) {
    return classifier.equals(platform) || classifier.equals(platform + GPU);
  }

  /** Returns whether the libraries that were found can use a GPU. */
  boolean forGpu() {
    return found.filter(classifier -> classifier.endsWith(GPU)).isPresent();
  }

  /** Returns what is missing and how to get it; empty if nothing is. */
  Optional<String> missing() {
    if (found.isPresent()) {
      return Optional.empty();
    }
    if (!CLASSIFIERS.contains(platform)) {
      return Optional.of("TensorFlow Java has no native library for " + platform);
    }
    String wrong =
        foreign
            .map(
                classifier ->
                    " (there is one for " + classifier + ", but this is " + platform + ")")
            .orElse("");
    return Optional.of(
        "its native library is missing%s; add %s%s, with ./ae set AE_TENSORFLOW=cpu"
            .formatted(wrong, ARTIFACT, platform));
  }
}
