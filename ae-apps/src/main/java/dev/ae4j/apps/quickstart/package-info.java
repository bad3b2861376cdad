/** The first thing to try: train on MNIST, then compress, denoise and classify. */
package dev.ae4j.apps.quickstart;
