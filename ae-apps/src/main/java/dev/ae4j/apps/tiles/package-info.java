/** Images and sounds of any size as tiles of the size that a model takes, and back. */
package dev.ae4j.apps.tiles;
