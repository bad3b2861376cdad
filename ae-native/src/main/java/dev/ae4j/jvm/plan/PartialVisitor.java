package dev.ae4j.jvm.plan;

import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.Concat;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.Gather;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.ScatterAdd;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.StopGradient;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.graph.op.Unary;

/** A visitor that treats all operations alike but those that it overrides. */
abstract class PartialVisitor<R> implements Primitive.Visitor<R> {
  /** Visits an operation that has no method of its own. */
  abstract R visitOther(Primitive operation);

  @Override
  public R visit(BatchSize operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Binary operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Broadcast operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Compare operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Concat operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Constant operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Conv2d operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Conv2dFilterGradient operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Convert operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Gather operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Input operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(MatMul operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(MaxPool2d operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(MaxUnpool2d operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Pad operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Parameter operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Random operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Reduce operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Reshape operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(ScatterAdd operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Select operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Slice operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(StopGradient operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Transpose operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(TransposedConv2d operation) {
    return visitOther(operation);
  }

  @Override
  public R visit(Unary operation) {
    return visitOther(operation);
  }
}
