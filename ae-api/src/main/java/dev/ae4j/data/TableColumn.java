package dev.ae4j.data;

import dev.ae4j.DataException;

/** A column of a table, and what its cells become in a sample. */
public sealed interface TableColumn permits NumberColumn, CategoryColumn {
  /** Returns the name of the column. */
  String name();

  /** Returns how many elements of a sample stand for a cell. */
  int width();

  /**
   * Writes the elements that stand for a cell that is not missing.
   *
   * @param sample receives {@link #width()} elements
   * @param from the position of the first
   * @throws DataException if the cell is nothing that the column can have
   */
  void encode(String cell, float[] sample, int from);

  /**
   * Returns the cell that elements stand for.
   *
   * @param sample has {@link #width()} elements, such as a model makes them
   * @param from the position of the first
   */
  String decode(float[] sample, int from);
}
