package dev.ae4j.apps.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Lets Guice create commands, and everything else as picocli does it. */
final class CommandFactory implements IFactory {
  private final IFactory others = CommandLine.defaultFactory();
  private final Module module;
  private @Nullable Injector injector;

  CommandFactory(Module module) {
    this.module = module;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    return AbstractCommand.class.isAssignableFrom(type)
        ? injector().getInstance(type)
        : others.create(type);
  }

  /** Creates the injector when the first command is run, so that help need not wait for it. */
  private Injector injector() {
    if (injector == null) {
      injector = Guice.createInjector(module);
    }
    return injector;
  }
}
