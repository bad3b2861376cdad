package dev.ae4j.apps;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The cuts of {@code docs/architecture.md} that the module system does not enforce by itself. */
class ArchitectureTest {
  private static final Map<String, String> moduleOfPackage = new HashMap<>();
  private static JavaClasses everything;

  @BeforeAll
  static void readClasses() throws IOException {
    var modules = BuiltModule.all();
    for (BuiltModule module : modules) {
      for (JavaClass type : new ClassFileImporter().importPath(module.classes())) {
        moduleOfPackage.put(type.getPackageName(), module.name());
      }
    }
    everything =
        new ClassFileImporter().importPaths(modules.stream().map(BuiltModule::classes).toList());
  }

  /** A plug-in describes a computation; only then does it run on every backend. */
  @Test
  void plugInsKnowNoBackend() {
    noClasses()
        .that()
        .resideInAPackage("dev.ae4j.plugin..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ae4j.spi.backend..", "dev.ae4j.jvm..", "dev.ae4j.tensorflow..")
        .allowEmptyShould(false)
        .check(everything);
  }

  /** The class path does not know what a module exports, so this holds there only if checked. */
  @Test
  void internalPackagesStayInTheirModule() {
    assertThat(moduleOfPackage.keySet()).anyMatch(ArchitectureTest::isInternal);
    classes()
        .should(
            new ArchCondition<>("use no other module's internal packages") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                String module = moduleOfPackage.get(type.getPackageName());
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                  String target = dependency.getTargetClass().getPackageName();
                  if (isInternal(target) && !module.equals(moduleOfPackage.get(target))) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                  }
                }
              }
            })
        .allowEmptyShould(false)
        .check(everything);
  }

  @Test
  void apiNeedsNothingButJava() {
    DescribedPredicate<JavaClass> ofApi =
        DescribedPredicate.describe(
            "are of module dev.ae4j",
            type -> "dev.ae4j".equals(moduleOfPackage.get(type.getPackageName())));
    classes()
        .that(ofApi)
        .should()
        .onlyDependOnClassesThat(ofApi.or(resideInAnyPackage("java..", "org.jspecify..")))
        .allowEmptyShould(false)
        .check(everything);
  }

  /** Dependency injection wires applications; it must not become a part of the plug-in contract. */
  @Test
  void onlyApplicationsInject() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ae4j.apps..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
        .allowEmptyShould(false)
        .check(everything);
  }

  private static boolean isInternal(String name) {
    return name.startsWith("dev.ae4j.") && (name + ".").contains(".internal.");
  }
}
