package dev.ae4j.jvm.benchmark;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the calls of a benchmark did, which JMH divides by their time. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Amount {
  /** Floating-point operations (a multiply-add is two), bytes read, or elements computed. */
  public long amount;
}
