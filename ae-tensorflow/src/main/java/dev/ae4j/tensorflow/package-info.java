/**
 * The TensorFlow backend as its users see it: provider, backend and executable.
 *
 * <p>{@code graph} makes TensorFlow's graphs, {@code runtime} runs them.
 */
package dev.ae4j.tensorflow;
