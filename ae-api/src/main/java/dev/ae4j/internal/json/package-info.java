/** A small strict reader and writer of JSON. */
package dev.ae4j.internal.json;
