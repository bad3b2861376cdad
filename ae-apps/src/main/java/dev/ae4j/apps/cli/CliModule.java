package dev.ae4j.apps.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Singleton;

/** What commands are given: where to write to, and what plug-ins and backends there are. */
final class CliModule extends AbstractModule {
  private final Streams streams;

  CliModule(Streams streams) {
    this.streams = streams;
  }

  @Override
  protected void configure() {
    bind(Streams.class).toInstance(streams);
  }

  @Provides
  @Singleton
  ProviderCatalog catalog() {
    return ProviderCatalog.load();
  }
}
