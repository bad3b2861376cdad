/** Denoising: classical denoisers and measured comparisons with them. */
package dev.ae4j.apps.denoising;
