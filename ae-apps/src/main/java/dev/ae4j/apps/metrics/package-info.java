/**
 * Measures of reconstructions, denoised images and codes, and the classical methods to compare
 * with.
 */
package dev.ae4j.apps.metrics;
