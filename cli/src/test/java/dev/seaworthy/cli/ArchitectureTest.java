package dev.seaworthy.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may import whom. Every rule first shows that it looked at something. */
class ArchitectureTest {
    private static final String OURS = "dev.seaworthy.";

    /** What each module may know of ours, besides itself. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("kernel", Set.of()),
            Map.entry("wire", Set.of("kernel")),
            Map.entry("config", Set.of("kernel")),
            Map.entry("health", Set.of("kernel", "wire", "config")),
            Map.entry("auth", Set.of("kernel", "wire", "config")),
            Map.entry("ratelimit", Set.of("kernel", "wire", "config")),
            Map.entry("websocket", Set.of("kernel", "wire", "config")),
            Map.entry("agents", Set.of("kernel", "wire", "config")),
            Map.entry("recording", Set.of("kernel")),
            Map.entry("statistics", Set.of()),
            Map.entry("readiness", Set.of("kernel", "recording", "statistics")),
            Map.entry("simulations", Set.of("kernel", "wire", "config", "recording")),
            Map.entry("twin", Set.of()),
            Map.entry(
                    "cli",
                    Set.of(
                            "kernel",
                            "wire",
                            "config",
                            "health",
                            "auth",
                            "ratelimit",
                            "websocket",
                            "agents",
                            "recording",
                            "statistics",
                            "readiness",
                            "simulations",
                            "twin")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.seaworthy");

    @Test
    void looked_at_every_module() {
        Set<String> seen =
                CLASSES.stream().map(ArchitectureTest::module).collect(Collectors.toCollection(TreeSet::new));
        assertThat(seen).isEqualTo(new TreeSet<>(ARROWS.keySet()));
        assertThat(CLASSES.size()).isGreaterThan(250);
    }

    @Test
    void every_arrow_between_modules_is_drawn_in_the_design() {
        List<String> forbidden = new ArrayList<>();
        int arrows = 0;
        for (JavaClass from : CLASSES) {
            for (var dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (!to.getPackageName().startsWith("dev.seaworthy")
                        || module(to).equals(module(from))) {
                    continue;
                }
                arrows++;
                if (!ARROWS.getOrDefault(module(from), Set.of()).contains(module(to))) {
                    forbidden.add(dependency.getDescription());
                }
            }
        }
        assertThat(arrows).isGreaterThan(500);
        assertThat(forbidden).isEmpty();
    }

    @Test
    void gatling_is_known_to_simulations_only_and_its_scala_side_to_one_file() {
        see("io.gatling..");
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.seaworthy.simulations..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gatling..", "scala..")
                .check(CLASSES);
        Set<String> scala = CLASSES.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("scala")))
                .map(type -> type.getSource().orElseThrow().getFileName().orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(scala).as("files that name Scala types").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void netty_is_known_to_the_wire_the_twin_and_simulations_only() {
        see("io.netty..");
        noClasses()
                .that()
                .resideOutsideOfPackages(OURS + "wire..", OURS + "twin..", OURS + "simulations..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void jjwt_is_known_to_auth_only() {
        see("io.jsonwebtoken..");
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.seaworthy.auth..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jsonwebtoken..")
                .check(CLASSES);
    }

    @Test
    void only_the_wire_makes_exchanges() {
        Set<String> makers = CLASSES.get("dev.seaworthy.kernel.Exchange").getMethodCallsToSelf().stream()
                .filter(call -> call.getName().equals("of"))
                .map(call -> module(call.getOriginOwner()))
                .collect(Collectors.toSet());
        // The recording makes one again only to see whether its id is the hash of its content, and the kernel only to
        // take out what has turned out to be a secret.
        assertThat(makers).containsExactlyInAnyOrder("wire", "recording", "kernel");
        Set<String> constructors = CLASSES.get("dev.seaworthy.kernel.Exchange").getConstructorCallsToSelf().stream()
                .map(call -> module(call.getOriginOwner()))
                .collect(Collectors.toSet());
        assertThat(constructors).isSubsetOf("kernel", "recording");
    }

    @Test
    void clocks_are_read_in_one_place() {
        ArchRule rule = noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.seaworthy.kernel.SystemTime")
                .and()
                .resideOutsideOfPackage("dev.seaworthy.twin..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now");
        assertThat(CLASSES.get("dev.seaworthy.kernel.SystemTime").getMethodCallsFromSelf())
                .anyMatch(call -> call.getName().equals("nanoTime"));
        rule.check(CLASSES);
    }

    @Test
    void only_the_command_line_prints_and_exits() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.seaworthy.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.seaworthy.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void every_package_says_that_null_is_marked() {
        Set<String> unmarked = CLASSES.stream()
                .filter(type ->
                        !type.getSource().map(Object::toString).orElse("").contains("generated"))
                .map(JavaClass::getPackage)
                .filter(JavaPackage -> !JavaPackage.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .filter(name -> !name.contains(".templates"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unmarked).isEmpty();
    }

    @Test
    void no_two_modules_need_each_other() {
        slices().matching("dev.seaworthy.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void names_say_what_a_thing_is() {
        classes()
                .that()
                .resideInAPackage("dev.seaworthy..")
                .should()
                .haveNameNotMatching(".*\\.[A-Za-z]*(Util|Utils|Manager|Helper|Impl)(\\$.*)?")
                .check(CLASSES);
    }

    /** A rule over nothing proves nothing: somebody of ours must depend on this. */
    private static void see(String packages) {
        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(dependency -> resideInAnyPackage(packages).test(dependency.getTargetClass())))
                .as("uses of " + packages)
                .isNotEmpty();
    }

    private static String module(JavaClass type) {
        String rest = type.getPackageName().substring(OURS.length());
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    }
}
