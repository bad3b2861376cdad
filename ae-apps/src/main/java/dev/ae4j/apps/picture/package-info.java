/** Pictures as PNG files, drawn without a screen and without installed fonts. */
package dev.ae4j.apps.picture;
