/** Samples made of codes that no sample had: drawn at random, or between those of others. */
package dev.ae4j.apps.generation;
