package dev.ae4j.jvm.step;

/** What an instruction reads: an element for each of the tile's, or one number for all. */
public sealed interface Operand permits Place, Scalar {}
