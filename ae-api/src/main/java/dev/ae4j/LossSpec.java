package dev.ae4j;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What training minimizes: a weighted sum of losses, {@code bce + 0.001*l1-activity + 1e-4*l2}.
 *
 * @param terms the losses; the first may be a likelihood, which decides what the decoder makes
 */
public record LossSpec(List<Term> terms) {
  /** A plus that is not part of a number such as {@code 1e+3}. */
  private static final Pattern PLUS = Pattern.compile("(?<![0-9.][eE])\\+|\\+(?![0-9])");

  private static final Pattern TERM =
      Pattern.compile("(?:([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*\\*\\s*)?(.*)");

  /**
   * A loss and its weight.
   *
   * @param weight what the loss is multiplied by
   * @param plugin the loss
   */
  public record Term(double weight, PluginSpec plugin) {
    /**
     * Checks the weight.
     *
     * @throws OptionException if a float cannot hold it
     */
    public Term {
      if (!Float.isFinite((float) weight)) {
        throw new OptionException("The weight of the loss %s is %s".formatted(plugin, weight));
      }
    }

    /** Returns the form that {@link LossSpec#parse} reads. */
    @Override
    public String toString() {
      return weight == 1 ? plugin.toString() : weight + "*" + plugin;
    }
  }

  /**
   * Checks and copies the terms.
   *
   * @throws OptionException if there are none, or two with the same plug-in and options
   */
  public LossSpec {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new OptionException("There is no loss. Maybe mse");
    }
    Set<PluginSpec> plugins = new HashSet<>();
    for (Term term : terms) {
      if (!plugins.add(term.plugin())) {
        throw new OptionException(
            "The loss %s is there twice. Maybe add up its weights".formatted(term.plugin()));
      }
    }
  }

  /** Returns one loss with the weight 1. */
  public static LossSpec of(PluginSpec loss) {
    return new LossSpec(List.of(new Term(1, loss)));
  }

  /**
   * Reads losses, each {@code id:key=value,key=value} after {@code weight*} if that is not 1, with
   * a plus between them. Blanks around {@code +} and {@code *} are ignored. A plus in an exponent,
   * as in {@code 1e+3}, belongs to the number.
   *
   * @throws OptionException if the text has another form
   */
  public static LossSpec parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String part : PLUS.split(text, -1)) {
      Matcher term = TERM.matcher(part.strip());
      if (!term.matches() || term.group(2).isEmpty()) {
        throw new OptionException(
            "'" + text + "' is not of the form loss or weight*loss + weight*loss");
      }
      terms.add(new Term(weight(term.group(1), text), PluginSpec.parse(term.group(2))));
    }
    return new LossSpec(terms);
  }

  private static double weight(@Nullable String number, String text) {
    try {
      return number == null ? 1 : Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw new OptionException("'" + text + "': the weight " + number + " is not a number");
    }
  }

  /** Returns the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
  }
}
