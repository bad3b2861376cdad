/** Imputation: filling in what is missing, cells of tables as well as pixels. */
package dev.ae4j.apps.imputation;
