/** Workloads that backends are compared with. */
package dev.ae4j.apps.benchmark;
