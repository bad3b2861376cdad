package dev.ae4j.spi;

import java.util.Arrays;
import java.util.List;

/** What the values of an option look like. */
public sealed interface OptionType {
  /**
   * Converts a text to the value.
   *
   * @throws IllegalArgumentException if the text is not of this type
   */
  Object parse(String text);

  /** Returns what is expected, to follow "is not" in a message. */
  String describe();

  /** A whole number in {@code [min, max]}; an {@link Integer}. */
  record IntegerType(int min, int max) implements OptionType {
    @Override
    public Object parse(String text) {
      int value = Integer.parseInt(text);
      if (value < min || value > max) {
        throw new IllegalArgumentException();
      }
      return value;
    }

    @Override
    public String describe() {
      return "a whole number from " + min + (max == Integer.MAX_VALUE ? " on" : " to " + max);
    }
  }

  /** A finite number in {@code [min, max]}; a {@link Double}. */
  record NumberType(double min, double max) implements OptionType {
    @Override
    public Object parse(String text) {
      // Double.parseDouble also takes hexadecimal numbers, type suffixes and blanks
      if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
        throw new IllegalArgumentException();
      }
      double value = Double.parseDouble(text);
      if (!(value >= min && value <= max)) {
        throw new IllegalArgumentException();
      }
      return value;
    }

    @Override
    public String describe() {
      return "a number from " + min + (max == Double.MAX_VALUE ? " on" : " to " + max);
    }
  }

  /** Positive whole numbers joined by {@code x}, possibly none; a {@code List<Integer>}. */
  record IntegerListType() implements OptionType {
    @Override
    public Object parse(String text) {
      if (text.isEmpty()) {
        return List.of();
      }
      return Arrays.stream(text.split("x", -1))
          .map(part -> (Integer) new IntegerType(1, Integer.MAX_VALUE).parse(part))
          .toList();
    }

    @Override
    public String describe() {
      return "a list of positive whole numbers such as 128x64";
    }
  }

  /** One of several names; a {@link String}. */
  record ChoiceType(List<String> choices) implements OptionType {
    /** Copies the choices. */
    public ChoiceType {
      choices = List.copyOf(choices);
    }

    @Override
    public Object parse(String text) {
      if (!choices.contains(text)) {
        throw new IllegalArgumentException();
      }
      return text;
    }

    @Override
    public String describe() {
      return "one of " + choices;
    }
  }

  /** Any text; a {@link String}. */
  record TextType() implements OptionType {
    @Override
    public Object parse(String text) {
      return text;
    }

    @Override
    public String describe() {
      return "text";
    }
  }
}
