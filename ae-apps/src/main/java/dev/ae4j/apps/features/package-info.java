/** Features: the codes of a model for other methods to work on, and what they are worth. */
package dev.ae4j.apps.features;
