/**
 * The pure-Java backend as its users see it: provider, backend and executable.
 *
 * <p>{@code plan} prepares programs, {@code step} executes them.
 */
package dev.ae4j.jvm;
