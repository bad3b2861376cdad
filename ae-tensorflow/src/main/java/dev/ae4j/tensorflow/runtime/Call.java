package dev.ae4j.tensorflow.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionRun;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Tensor;

/** One way to run a session, with the native arrays that it takes; runs may overlap. */
final class Call implements AutoCloseable {
  private final NativeSession session;
  private final Signature signature;
  private final TF_Output feeds;
  private final TF_Output fetches;
  private final PointerPointer<TF_Operation> targets;
  private final Deque<Arguments> idle = new ArrayDeque<>();

  /**
   * What a call is given, returns and executes.
   *
   * @param feeds the nodes whose values are given
   * @param fetches the nodes whose values are returned; none of those that are fed
   * @param targets nodes that are executed
   */
  record Signature(List<String> feeds, List<String> fetches, List<String> targets) {
    /** Returns this with lists that nobody changes. */
    Signature copy() {
      return new Signature(List.copyOf(feeds), List.copyOf(fetches), List.copyOf(targets));
    }
  }

  Call(NativeSession session, Signature signature) {
    this.session = session;
    this.signature = signature;
    this.feeds = outputs(session, signature.feeds());
    this.fetches = outputs(session, signature.fetches());
    this.targets = new PointerPointer<>(Math.max(1, signature.targets().size()));
    for (int i = 0; i < signature.targets().size(); i++) {
      targets.put(i, session.operation(signature.targets().get(i)));
    }
  }

  private static TF_Output outputs(NativeSession session, List<String> nodes) {
    TF_Output outputs = new TF_Output(Math.max(1, nodes.size()));
    for (int i = 0; i < nodes.size(); i++) {
      outputs.position(i).oper(session.operation(nodes.get(i))).index(0);
    }
    return outputs.position(0);
  }

  /**
   * Runs the session once.
   *
   * @param fed one value per node that is fed
   * @return one value per node that is fetched, to be closed by the caller
   * @throws dev.ae4j.BackendException if TensorFlow fails
   */
  List<NativeTensor> run(List<NativeTensor> fed) {
    Arguments arguments = take();
    try {
      for (int i = 0; i < fed.size(); i++) {
        arguments.fed.put(i, fed.get(i).handle());
      }
      int results = signature.fetches().size();
      TF_SessionRun(
          session.handle(),
          null,
          feeds,
          arguments.fed,
          fed.size(),
          fetches,
          arguments.fetched,
          results,
          targets,
          signature.targets().size(),
          null,
          arguments.status.handle());
      arguments.status.check("run a program");
      List<NativeTensor> fetched = new ArrayList<>(results);
      for (int i = 0; i < results; i++) {
        fetched.add(new NativeTensor(arguments.fetched.get(TF_Tensor.class, i)));
      }
      return fetched;
    } finally {
      giveBack(arguments);
    }
  }

  private Arguments take() {
    synchronized (idle) {
      Arguments arguments = idle.poll();
      return arguments != null ? arguments : new Arguments(signature);
    }
  }

  private void giveBack(Arguments arguments) {
    synchronized (idle) {
      idle.push(arguments);
    }
  }

  @Override
  public void close() {
    feeds.close();
    fetches.close();
    targets.close();
    idle.forEach(Arguments::close);
  }

  /** The native arrays of one run. */
  private static final class Arguments {
    final PointerPointer<TF_Tensor> fed;
    final PointerPointer<TF_Tensor> fetched;
    final Status status = new Status();

    Arguments(Signature signature) {
      fed = new PointerPointer<>(Math.max(1, signature.feeds().size()));
      fetched = new PointerPointer<>(Math.max(1, signature.fetches().size()));
    }

    void close() {
      fed.close();
      fetched.close();
      status.close();
    }
  }
}
