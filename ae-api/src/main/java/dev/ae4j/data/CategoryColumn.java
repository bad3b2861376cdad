package dev.ae4j.data;

import dev.ae4j.DataException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * A column of categories: an element for each of them, 1 for that of the cell and 0 for the others.
 * All are 0 for a category that the training data did not have.
 *
 * @param name of the column
 * @param categories the texts that cells of the training data have, in order
 */
public record CategoryColumn(String name, List<String> categories) implements TableColumn {

  /**
   * Copies the list.
   *
   * @throws DataException if there are no categories, or two are equal
   */
  public CategoryColumn {
    categories = List.copyOf(categories);
    if (categories.isEmpty() || new HashSet<>(categories).size() < categories.size()) {
      throw new DataException("Column '" + name + "' cannot have the categories " + categories);
    }
  }

  @Override
  public int width() {
    return categories.size();
  }

  @Override
  public void encode(String cell, float[] sample, int from) {
    Arrays.fill(sample, from, from + width(), 0);
    int category = categories.indexOf(cell);
    if (category >= 0) {
      sample[from + category] = 1;
    }
  }

  @Override
  public String decode(float[] sample, int from) {
    int best = 0;
    for (int i = 1; i < width(); i++) {
      best = sample[from + i] > sample[from + best] ? i : best;
    }
    return categories.get(best);
  }
}
