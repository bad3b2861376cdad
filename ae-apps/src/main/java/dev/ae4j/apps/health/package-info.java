/** Health: signs that a trained model does not do its work. */
package dev.ae4j.apps.health;
