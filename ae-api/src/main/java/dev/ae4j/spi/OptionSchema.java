package dev.ae4j.spi;

import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of a provider: their names, types, defaults and meaning. Immutable. */
public final class OptionSchema {
  /** The schema without options. */
  public static final OptionSchema NONE = builder().build();

  /**
   * One option.
   *
   * @param name lower-case words joined by hyphens
   * @param type what values look like
   * @param defaultText the value when none is given, as the user would write it
   * @param description one sentence for {@code ae plugins}
   */
  public record Option(String name, OptionType type, String defaultText, String description) {}

  private final List<Option> options;

  private OptionSchema(List<Option> options) {
    this.options = List.copyOf(options);
  }

  /** Returns a builder to which options are added one by one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options in the order in which they were added. */
  public List<Option> options() {
    return options;
  }

  /**
   * Checks and converts what a user gave.
   *
   * @param owner the provider, for messages, as in {@code encoder dense}
   * @param given texts by option name; the empty name stands for the first option
   * @throws OptionException if a name is unknown, given twice, or a value does not fit its type
   */
  public Options parse(String owner, Map<String, String> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Option option : options) {
      values.put(option.name(), option.type().parse(option.defaultText()));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    given.forEach(
        (name, text) -> {
          Option option = find(owner, name);
          if (texts.put(option.name(), text) != null) {
            throw new OptionException(owner + ": option " + option.name() + " is given twice");
          }
          try {
            values.put(option.name(), option.type().parse(text));
          } catch (IllegalArgumentException e) {
            throw new OptionException(
                owner + ": " + option.name() + "=" + text + " is not " + option.type().describe());
          }
        });
    return new Options(owner, values);
  }

  private Option find(String owner, String name) {
    if (name.isEmpty() && !options.isEmpty()) {
      return options.get(0);
    }
    for (Option option : options) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    List<String> names = options.stream().map(Option::name).toList();
    throw new OptionException(
        owner
            + (name.isEmpty() ? " takes no value" : " has no option " + name)
            + (names.isEmpty() ? "; it has no options" : ". Maybe one of " + names));
  }

  /**
   * Collects options; each method adds one and returns this builder, or throws {@link
   * IllegalArgumentException} if its name is no lower-case words joined by hyphens, or taken, or if
   * its default is no possible value.
   */
  public static final class Builder {
    private final List<Option> options = new ArrayList<>();

    private Builder() {}

    /** Adds a whole number in {@code [min, max]}. */
    public Builder integer(String name, int defaultValue, int min, int max, String description) {
      return add(name, new OptionType.IntegerType(min, max), "" + defaultValue, description);
    }

    /** Adds a finite number in {@code [min, max]}. */
    public Builder number(
        String name, double defaultValue, double min, double max, String description) {
      return add(name, new OptionType.NumberType(min, max), "" + defaultValue, description);
    }

    /** Adds a list of positive whole numbers, written as in {@code 128x64}; empty by default. */
    public Builder integers(String name, String description) {
      return add(name, new OptionType.IntegerListType(), "", description);
    }

    /** Adds a choice among names. */
    public Builder choice(
        String name, String defaultValue, List<String> choices, String description) {
      return add(name, new OptionType.ChoiceType(choices), defaultValue, description);
    }

    /** Adds {@code true} or {@code false}. */
    public Builder flag(String name, boolean defaultValue, String description) {
      return add(
          name,
          new OptionType.ChoiceType(List.of("true", "false")),
          "" + defaultValue,
          description);
    }

    /** Adds free text. */
    public Builder text(String name, String defaultValue, String description) {
      return add(name, new OptionType.TextType(), defaultValue, description);
    }

    private Builder add(String name, OptionType type, String defaultText, String description) {
      if (options.stream().anyMatch(other -> other.name().equals(name))) {
        throw new IllegalArgumentException("Option " + name + " is declared twice");
      }
      if (!PluginSpec.isId(name)) {
        throw new IllegalArgumentException(
            "Option '" + name + "' is not named by lower-case words joined by hyphens");
      }
      try {
        type.parse(defaultText);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Option %s has the default %s, which is not %s"
                .formatted(name, defaultText, type.describe()),
            e);
      }
      options.add(new Option(name, type, defaultText, description));
      return this;
    }

    /** Returns the schema. */
    public OptionSchema build() {
      return new OptionSchema(options);
    }
  }
}
