package dev.ae4j.testkit.plugin;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.TrainingOptions;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.OptionType;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;
import dev.ae4j.spi.backend.BackendProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every plug-in must do, whatever its kind. Tests of a plug-in extend the subclass for its
 * kind, such as {@link LossConformance}.
 *
 * <p>A plug-in is named by its id, as users do, or given as an instance. The first way also finds
 * out whether it is declared as a service. The other parts of the models that are built and trained
 * here are those of {@link #encoder()}, {@link #decoder()}, {@link #loss()} and {@link
 * #optimizer()}. Graphs are computed by the oracle, in float64; models are trained on every backend
 * that can be used, and tests on the others are skipped with the reason.
 *
 * @param <P> the kind of plug-in
 */
public abstract class PluginConformance<P extends Provider> {
  private final Class<P> kind;
  private final @Nullable String id;
  private final @Nullable P instance;

  PluginConformance(Class<P> kind, String id) {
    this.kind = kind;
    this.id = id;
    this.instance = null;
  }

  PluginConformance(Class<P> kind, P instance) {
    this.kind = kind;
    this.id = null;
    this.instance = instance;
  }

  /** Returns where the plug-in, the other plug-ins and the backends are found. */
  protected ProviderCatalog catalog() {
    return ProviderCatalog.load();
  }

  /**
   * Returns the plug-in with options to test, such as {@code huber:delta=0.5}, beside the defaults.
   */
  protected List<String> variants() {
    return List.of();
  }

  /**
   * Returns whether the plug-in can be used with the defaults of all its options; if not, such as a
   * data set that needs a path, only {@link #variants()} are tested.
   */
  protected boolean hasDefaults() {
    return true;
  }

  /**
   * Returns the plug-in with options that it must refuse with an {@link OptionException}, when it
   * is created or when a model with it is built.
   */
  protected List<String> refused() {
    return List.of();
  }

  /**
   * Returns the tests that this plug-in fails for a good reason: the name of each and the reason.
   *
   * <p>They are reported as skipped, with the reason. A gap that is not there any more, or names no
   * test, is a failure.
   */
  protected Map<String, String> knownGaps() {
    return Map.of();
  }

  /** Returns the shapes of samples to build models for; models are trained with the first. */
  protected List<Shape> sampleShapes() {
    return List.of(Shape.of(6), Shape.of(1), Shape.of(2, 3));
  }

  /** Returns the number of elements of one code; 3 unless overridden. */
  protected OptionalInt codeSize() {
    return OptionalInt.of(3);
  }

  /** Returns the encoder of the models; {@code dense} unless overridden. */
  protected String encoder() {
    return "dense:code-activation=tanh";
  }

  /** Returns the decoder of the models; {@code dense} unless overridden. */
  protected String decoder() {
    return "dense";
  }

  /** Returns the loss of the models; {@code mse} unless overridden. */
  protected String loss() {
    return "mse";
  }

  /** Returns the optimizer that trains the models; {@code adam} unless overridden. */
  protected String optimizer() {
    return "adam:learning-rate=0.01";
  }

  /** Returns the tests, in groups; JUnit calls this. */
  @TestFactory
  public final Stream<DynamicNode> conformance() {
    return tests().nodes(knownGaps());
  }

  final ConformanceTests tests() {
    ProviderCatalog offered = catalog();
    P provider =
        instance != null ? instance : offered.find(kind, PluginSpec.of(String.valueOf(id)));
    Subject<P> subject = new Subject<>(kind, provider, catalogWith(provider, offered));
    ConformanceTests tests = new ConformanceTests();
    addDescription(tests, subject);
    List<PluginSpec> specs = new ArrayList<>();
    if (hasDefaults()) {
      specs.add(PluginSpec.of(subject.id()));
    }
    variants().forEach(text -> specs.add(PluginSpec.parse(text)));
    for (PluginSpec spec : specs) {
      addCases(tests.group(spec.toString()), subject, spec);
    }
    return tests;
  }

  /** Adds what a plug-in of this kind must do with some options. */
  abstract void addCases(ConformanceTests.Group tests, Subject<P> subject, PluginSpec spec);

  /** Creates what the provider makes. */
  abstract void create(Subject<P> subject, Options options);

  /** Returns whether it can be created with the smallest and largest value of each option. */
  boolean acceptsExtremes() {
    return true;
  }

  /** Creates and uses what a specification describes, as a user would. */
  void use(Subject<P> subject, PluginSpec spec) {
    create(subject, subject.options(spec));
  }

  /** Returns the model to build with the plug-in. */
  ModelSpec model(PluginSpec spec, Shape sampleShape) {
    return new ModelSpec(
        sampleShape,
        PluginSpec.parse(encoder()),
        codeSize(),
        PluginSpec.parse(decoder()),
        LossSpec.parse(loss()),
        List.of());
  }

  /** Returns how to train with the plug-in. */
  TrainingOptions training(PluginSpec spec, int epochs) {
    return TrainingOptions.of(
        TrainingOptions.epochs(epochs),
        TrainingOptions.batchSize(16),
        TrainingOptions.seed(1),
        TrainingOptions.optimizer(optimizer()));
  }

  /** Returns the catalog with the provider instead of any other of its kind and id. */
  private ProviderCatalog catalogWith(P provider, ProviderCatalog offered) {
    List<Provider> all = new ArrayList<>();
    for (Class<? extends Provider> each : ProviderCatalog.KINDS) {
      for (Provider other : offered.all(each)) {
        if (!each.equals(kind) || !other.id().equals(Subject.idOf(provider))) {
          all.add(other);
        }
      }
    }
    // It may be there already, as a provider of another kind too
    if (!all.contains(provider)) {
      all.add(provider);
    }
    return ProviderCatalog.of(all);
  }

  private void addDescription(ConformanceTests tests, Subject<P> subject) {
    P provider = subject.provider();
    ConformanceTests.Group group = tests.group(subject.id() + " as a provider");
    group.add(
        "is accepted",
        () -> {
          List<String> reasons =
              subject.catalog().problems().stream()
                  .filter(problem -> problem.provider().equals(provider.getClass().getName()))
                  .map(ProviderCatalog.Problem::reason)
                  .toList();
          Checks.that(reasons.isEmpty(), "it cannot be used: %s", reasons);
        });
    group.add(
        "is declared for the module path and for the class path",
        () -> Declarations.check(kind, provider.getClass()));
    group.add(
        "says in one line what it does",
        () -> {
          String text = provider.description();
          Checks.that(
              !text.isBlank() && text.lines().count() == 1, "its description is '%s'", text);
        });
    group.add(
        "describes its options, always the same way",
        () -> {
          List<OptionSchema.Option> options = provider.options().options();
          for (OptionSchema.Option option : options) {
            String text = option.description();
            Checks.that(!text.isBlank(), "option %s has no description", option.name());
          }
          Checks.that(
              options.equals(provider.options().options()), "its options change: %s", options);
        });
    if (acceptsExtremes()) {
      group.add(
          "accepts every value that its options allow",
          () -> extremes(provider.options()).forEach(values -> createOrRefuse(subject, values)));
    }
    for (String text : refused()) {
      group.add(
          "refuses " + text,
          () ->
              Checks.fails(
                  OptionException.class, text, () -> use(subject, PluginSpec.parse(text))));
    }
  }

  private void createOrRefuse(Subject<P> subject, Map<String, String> values) {
    PluginSpec spec = new PluginSpec(subject.id(), values);
    try {
      create(subject, subject.options(spec));
    } catch (OptionException e) {
      // Two options may exclude each other, which a schema cannot say
    } catch (RuntimeException e) {
      throw new AssertionError(spec + " fails: " + e, e);
    }
  }

  /** Returns the defaults with the smallest and largest value of each option, and each choice. */
  private static List<Map<String, String>> extremes(OptionSchema schema) {
    List<Map<String, String>> all = new ArrayList<>();
    all.add(Map.of());
    for (OptionSchema.Option option : schema.options()) {
      OptionType type = option.type();
      List<String> values = List.of();
      if (type instanceof OptionType.IntegerType range) {
        values = List.of("" + range.min(), "" + range.max());
      } else if (type instanceof OptionType.NumberType range) {
        values = List.of("" + range.min(), "" + range.max());
      } else if (type instanceof OptionType.ChoiceType choice) {
        values = choice.choices();
      } else if (type instanceof OptionType.IntegerListType) {
        values = List.of("", "1", "2x1");
      }
      values.forEach(value -> all.add(Map.of(option.name(), value)));
    }
    return all;
  }

  /** Adds what must hold for any part of a model. */
  final void addModelCases(ConformanceTests.Group tests, Subject<P> subject, PluginSpec spec) {
    forEachShape(
        tests, "builds the same graph twice", spec, subject, ModelChecks::buildsTheSameGraphTwice);
    forEachShape(
        tests,
        "begins with weights that the seed decides",
        spec,
        subject,
        ModelChecks::firstWeights);
    forEachShape(
        tests,
        "has gradients that agree with finite differences",
        spec,
        subject,
        ModelChecks::gradients);
    addTrainingCases(tests, subject, spec);
  }

  /** Adds what must hold for the parts that are used after training. */
  final void addInferenceCases(ConformanceTests.Group tests, Subject<P> subject, PluginSpec spec) {
    forEachShape(
        tests,
        "uses no parameter that is not trained",
        spec,
        subject,
        ModelChecks::trainsAllParameters);
    forEachShape(
        tests,
        "draws no random numbers after training",
        spec,
        subject,
        ModelChecks::inferenceIsNotRandom);
    forEachShape(
        tests,
        "treats a sample alike in batches of any size, 0 and 1 included",
        spec,
        subject,
        ModelChecks::samplesAreIndependent);
    forEachBackend(
        tests,
        "a saved model gives the same codes",
        subject,
        backend ->
            TrainingChecks.savedModelIsTheSame(
                backend, subject.catalog(), model(spec, sampleShapes().get(0)), training(spec, 1)));
  }

  /** Adds that training lowers the loss, on every backend. */
  final void addTrainingCases(ConformanceTests.Group tests, Subject<P> subject, PluginSpec spec) {
    forEachBackend(
        tests,
        "training lowers the loss",
        subject,
        backend ->
            TrainingChecks.lossFalls(
                backend,
                subject.catalog(),
                model(spec, sampleShapes().get(0)),
                training(spec, TrainingChecks.EPOCHS)));
  }

  /** Looks at a model. */
  interface ModelCheck {
    /** Throws if the model does not do what it must. */
    void on(ModelSpec model, ProviderCatalog catalog);
  }

  private void forEachShape(
      ConformanceTests.Group tests,
      String name,
      PluginSpec spec,
      Subject<P> subject,
      ModelCheck check) {
    tests.add(
        name,
        () -> {
          for (Shape shape : sampleShapes()) {
            Checks.about(
                "samples of shape " + shape, () -> check.on(model(spec, shape), subject.catalog()));
          }
        });
  }

  /** Looks at what happens on a backend. */
  interface BackendCheck {
    /** Throws if something does not happen that must. */
    void on(BackendProvider backend) throws Exception;
  }

  private static <P extends Provider> void forEachBackend(
      ConformanceTests.Group tests, String name, Subject<P> subject, BackendCheck check) {
    List<BackendProvider> backends = subject.catalog().all(BackendProvider.class);
    for (BackendProvider backend : backends) {
      tests.add(
          name + " on " + backend.id(),
          () -> {
            TrainingChecks.skipUnlessUsable(backend);
            check.on(backend);
          });
    }
    tests.add(
        name + " on some backend at least",
        () ->
            Checks.that(
                backends.stream().anyMatch(backend -> backend.availability().usable()),
                "no backend can be used. Maybe add ae-native to the tests"));
  }
}
