/** Anomalies: samples that a model of normal ones cannot reconstruct. */
package dev.ae4j.apps.anomaly;
