package io.fleethub.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The architecture of the hub: one package a capability, in an order in which nobody calls upward. */
@AnalyzeClasses(packages = "io.fleethub.hub", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** A package may use only packages that stand before it here. */
    private static final List<String> ORDER = List.of(
            "platform",
            "bridge",
            "retention",
            "tenants",
            "audit",
            "auth",
            "nodes",
            "telemetry",
            "logs",
            "commands",
            "nodeconfig",
            "releases",
            "rollouts",
            "alerts",
            "live");

    private static final String ROOT = "io.fleethub.hub.";

    /** Below the root, the first part of the package's name. */
    private static String capability(JavaClass type) {
        String inside =
                type.getPackageName().startsWith(ROOT) ? type.getPackageName().substring(ROOT.length()) : "";
        return inside.split("\\.", 2)[0];
    }

    @ArchTest
    static final ArchRule packages_depend_only_on_packages_before_them =
            classes().that().resideInAPackage("io.fleethub.hub..").should(new LowerPackagesOnly(ORDER));

    @ArchTest
    static final ArchRule every_class_is_in_a_package_of_the_list = classes().should(new InListedPackage(ORDER));

    @ArchTest
    static final ArchRule only_the_bridge_speaks_mqtt = noClasses()
            .that()
            .resideOutsideOfPackage("io.fleethub.hub.bridge..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.paho..");

    @ArchTest
    static final ArchRule only_repositories_services_and_entities_know_persistence = noClasses()
            .that()
            .haveNameNotMatching(".*(Repository|Service)(\\$.*)?")
            .and()
            .areNotAnnotatedWith(Entity.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.persistence..");

    @ArchTest
    static final ArchRule resources_do_not_touch_entities = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(Entity.class);

    @ArchTest
    static final ArchRule injection_is_by_constructor = noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule only_platform_time_asks_the_system_for_the_time = noClasses()
            .that()
            .resideOutsideOfPackage("io.fleethub.hub.platform.time..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule there_is_no_static_state =
            fields().that().areStatic().should().beFinal();

    private static final class LowerPackagesOnly extends ArchCondition<JavaClass> {
        private final List<String> order;

        LowerPackagesOnly(List<String> order) {
            super("use only packages that stand before its own in the list");
            this.order = order;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            int own = order.indexOf(capability(type));
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (order.indexOf(capability(dependency.getTargetClass())) > own) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            }
        }
    }

    private static final class InListedPackage extends ArchCondition<JavaClass> {
        private final List<String> order;

        InListedPackage(List<String> order) {
            super("be in one of the packages " + order);
            this.order = order;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (!order.contains(capability(type))) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " is in none of them"));
            }
        }
    }
}
