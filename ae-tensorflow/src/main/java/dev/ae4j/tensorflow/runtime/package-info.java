/** TensorFlow's C interface with exceptions, and with memory that is released by closing. */
package dev.ae4j.tensorflow.runtime;
