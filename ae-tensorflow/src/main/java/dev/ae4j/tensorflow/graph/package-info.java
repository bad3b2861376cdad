/** Makes graphs of TensorFlow from programs; loads nothing native. */
package dev.ae4j.tensorflow.graph;
