package dev.ae4j.tensorflow.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteImportGraphDefOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GraphImportGraphDef;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GraphOperationByName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewBufferFromString;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewImportGraphDefOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_Version;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;

/**
 * A graph that can be run, with the values of its variables.
 *
 * <p>Runs may overlap; nothing may run when or after it is closed.
 */
public final class NativeSession implements AutoCloseable {
  private final TF_Graph graph;
  private final TF_Session session;
  private final Map<Call.Signature, Call> calls = new ConcurrentHashMap<>();

  /**
   * Creates a session.
   *
   * @param definition the graph
   * @param config threads, devices and memory
   * @throws dev.ae4j.BackendException if TensorFlow refuses either
   */
  public NativeSession(GraphDef definition, ConfigProto config) {
    graph = TF_NewGraph();
    try {
      importGraph(graph, definition);
      session = open(graph, config);
    } catch (RuntimeException | LinkageError e) {
      TF_DeleteGraph(graph);
      throw e;
    }
  }

  private static void importGraph(TF_Graph graph, GraphDef definition) {
    TF_ImportGraphDefOptions options = TF_NewImportGraphDefOptions();
    try (Status status = new Status();
        BytePointer bytes = new BytePointer(definition.toByteArray())) {
      TF_Buffer buffer = TF_NewBufferFromString(bytes, bytes.capacity());
      TF_GraphImportGraphDef(graph, buffer, options, status.handle());
      TF_DeleteBuffer(buffer);
      status.check("read a graph");
    } finally {
      TF_DeleteImportGraphDefOptions(options);
    }
  }

  private static TF_Session open(TF_Graph graph, ConfigProto config) {
    TF_SessionOptions options = TF_NewSessionOptions();
    try (Status status = new Status();
        BytePointer bytes = new BytePointer(config.toByteArray())) {
      TF_SetConfig(options, bytes, bytes.capacity(), status.handle());
      status.check("read the configuration of a session");
      TF_Session session = TF_NewSession(graph, options, status.handle());
      status.check("open a session");
      return session;
    } finally {
      TF_DeleteSessionOptions(options);
    }
  }

  /** Returns the version of TensorFlow, such as {@code 2.18.0}. */
  public static String version() {
    return TF_Version().getString();
  }

  /**
   * A place to compute.
   *
   * @param name such as {@code /job:localhost/replica:0/task:0/device:GPU:0}
   * @param type such as {@code GPU}
   * @param memory how many bytes TensorFlow may use there
   */
  public record ListedDevice(String name, String type, long memory) {}

  /** Returns the devices that sessions of a configuration have. */
  public static List<ListedDevice> devices(ConfigProto config) {
    try (NativeSession probe = new NativeSession(GraphDef.getDefaultInstance(), config);
        Status status = new Status()) {
      TF_DeviceList list = TF_SessionListDevices(probe.session, status.handle());
      status.check("list devices");
      List<ListedDevice> devices = new ArrayList<>();
      for (int i = 0; i < TF_DeviceListCount(list); i++) {
        devices.add(
            new ListedDevice(
                TF_DeviceListName(list, i, status.handle()).getString(),
                TF_DeviceListType(list, i, status.handle()).getString(),
                TF_DeviceListMemoryBytes(list, i, status.handle())));
      }
      TF_DeleteDeviceList(list);
      return devices;
    }
  }

  /**
   * Runs the graph once.
   *
   * @param feeds the nodes whose values are given, and the values
   * @param fetches the nodes whose values are returned; none of those that are fed
   * @param targets nodes that are executed
   * @return one value per node that is fetched, to be closed by the caller
   * @throws dev.ae4j.BackendException if TensorFlow fails
   */
  public List<NativeTensor> run(Feeds feeds, List<String> fetches, List<String> targets) {
    Call.Signature signature = new Call.Signature(feeds.nodes(), fetches, targets);
    Call call = calls.get(signature);
    if (call == null) {
      call = calls.computeIfAbsent(signature.copy(), copy -> new Call(this, copy));
    }
    return call.run(feeds.values());
  }

  TF_Session handle() {
    return session;
  }

  TF_Operation operation(String name) {
    TF_Operation operation = TF_GraphOperationByName(graph, name);
    if (operation == null) {
      throw new IllegalArgumentException("The graph has no node " + name);
    }
    return operation;
  }

  @Override
  public void close() {
    calls.values().forEach(Call::close);
    try (Status status = new Status()) {
      TF_DeleteSession(session, status.handle());
    }
    TF_DeleteGraph(graph);
  }
}
