/**
 * Compression with autoencoders into files that hold everything but the model: see {@link
 * dev.ae4j.apps.compression.Aez}. The format is specified in {@code docs/aez-format.md}.
 */
@NullMarked
package dev.ae4j.apps.compression;

import org.jspecify.annotations.NullMarked;
