/**
 * From a program to a plan: what to compute, together with what, in which order, and where.
 *
 * <p>{@link dev.ae4j.jvm.plan.Planner} shows the way: simplify the graph, group tensors into steps,
 * give each a place in memory, make the steps.
 */
package dev.ae4j.jvm.plan;
