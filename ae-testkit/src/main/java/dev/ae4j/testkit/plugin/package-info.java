/**
 * What every plug-in must do, one class for each kind: tests of a plug-in extend it.
 *
 * <pre>{@code
 * class LogCoshTest extends LossConformance {
 *   LogCoshTest() {
 *     super("log-cosh");
 *   }
 * }
 * }</pre>
 */
package dev.ae4j.testkit.plugin;
