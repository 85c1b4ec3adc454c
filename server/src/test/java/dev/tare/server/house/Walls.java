package dev.tare.server.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The walls of the house, for the tree of packages below a root: {@code dev.tare}, or the planted
 * classes that show that each wall stands.
 */
final class Walls {

    /**
     * Each package of core, and the ones it may see. A package that isn't named here is refused.
     */
    static final Map<String, Set<String>> LAYERS =
            new TreeMap<>(
                    Map.of(
                            "money", Set.of(),
                            "event", Set.of("money"),
                            "pricing", Set.of("money", "event"),
                            "ledger", Set.of("money", "event", "pricing"),
                            "rollup", Set.of("money", "event", "pricing", "ledger"),
                            "revenue", Set.of("money"),
                            "profit",
                                    Set.of(
                                            "money", "event", "pricing", "ledger", "rollup",
                                            "revenue"),
                            "reconcile", Set.of("money", "event", "pricing", "ledger"),
                            "alert",
                                    Set.of(
                                            "money", "event", "pricing", "ledger", "rollup",
                                            "revenue", "profit"),
                            "advice",
                                    Set.of(
                                            "money", "event", "pricing", "ledger", "rollup",
                                            "revenue", "profit")));

    /** The parts of the server that see all others. Nobody but them sees these. */
    static final Set<String> SEE_ALL = Set.of("wiring", "cli");

    /** Written forms that every adapter may use. They see no adapter themselves. */
    static final Set<String> SHARED = Set.of("wire");

    /**
     * Adapters that see another one: {@code "from -> to"}, each with its reason. Meant to stay
     * short.
     */
    static final Set<String> SEEN =
            Set.of(
                    // A resource asks who calls, and answers refusals in the one form there is.
                    "http -> security",
                    // The same tables in two engines.
                    "duckdb -> tables",
                    "postgres -> tables");

    /** Where SQL is spoken. History speaks that of somebody else's tables. */
    static final Set<String> SQL = Set.of("tables", "duckdb", "postgres", "history");

    /** Where Spring is known. The command line isn't here: a verb must not wait for a container. */
    static final Set<String> SPRING = Set.of("http", "dashboard", "security", "wiring");

    private final String root;

    Walls(String root) {
        this.root = root;
    }

    /** All walls; {@code WallsTest} has a planted class for each name. */
    List<Wall> all() {
        return List.of(
                new Wall("core knows the JDK, JSpecify and itself", coreIsPure()),
                new Wall("core has no JSON", coreHasNoJson()),
                new Wall("the sdk knows the JDK and itself", sdkIsAlone()),
                new Wall("nobody sees the sdk but who uses it", sdkIsForUsers()),
                new Wall("core's packages see downwards only", layers()),
                new Wall("every package of core has its place", everyPackageIsPlaced()),
                new Wall("core has no cycles", noCycles("core")),
                new Wall("the server has no cycles", noCycles("server")),
                new Wall("adapters don't see each other", adaptersApart()),
                new Wall(
                        "SQL is in the stores",
                        onlyIn(SQL, "java.sql..", "javax.sql..", "org.duckdb..")),
                new Wall(
                        "Spring is in the web parts and the wiring",
                        onlyIn(SPRING, "org.springframework..")));
    }

    private ArchRule coreIsPure() {
        return classes()
                .that()
                .resideInAPackage(root + ".core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", root + ".core..");
    }

    /**
     * It runs inside other people's applications: no library, and no class in common with the
     * server, not even of {@code core}. The annotations of JSpecify aren't there at run time.
     */
    private ArchRule sdkIsAlone() {
        return classes()
                .that()
                .resideInAPackage(root + ".sdk..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", root + ".sdk..");
    }

    /** The other way round: the server must not come to lean on its client. */
    private ArchRule sdkIsForUsers() {
        return noClasses()
                .that()
                .resideInAnyPackage(root + ".core..", root + ".server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".sdk..");
    }

    private ArchRule coreHasNoJson() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml..", "com.google.gson..");
    }

    private ArchRule layers() {
        return classes()
                .that()
                .resideInAPackage(root + ".core..")
                .should(
                        see(
                                "core",
                                "only the layers below",
                                (from, to) -> LAYERS.getOrDefault(from, Set.of()).contains(to)));
    }

    private ArchRule everyPackageIsPlaced() {
        return classes()
                .that()
                .resideInAPackage(root + ".core..")
                .and(
                        DescribedPredicate.describe(
                                "are no package-info",
                                type -> !type.getSimpleName().equals("package-info")))
                .should()
                .resideInAnyPackage(
                        LAYERS.keySet().stream()
                                .map(name -> root + ".core." + name + "..")
                                .toArray(String[]::new));
    }

    private ArchRule noCycles(String half) {
        return slices().matching(root + "." + half + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    private ArchRule adaptersApart() {
        return classes()
                .that()
                .resideInAPackage(root + ".server..")
                .should(
                        see(
                                "server",
                                "no other adapter",
                                (from, to) ->
                                        SEE_ALL.contains(from)
                                                || SHARED.contains(to)
                                                || SEEN.contains(from + " -> " + to)));
    }

    private ArchRule onlyIn(Set<String> places, String... packages) {
        var inside =
                places.stream().map(name -> root + ".server." + name + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(inside)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    /** May a class in one part, the first name below {@code half}, see a class in another part? */
    @FunctionalInterface
    interface MaySee {
        boolean test(String from, String to);
    }

    private ArchCondition<JavaClass> see(String half, String words, MaySee maySee) {
        return new ArchCondition<>("see " + words) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                var from = part(half, item);
                for (var dependency : item.getDirectDependenciesFromSelf()) {
                    var to = part(half, dependency.getTargetClass().getBaseComponentType());
                    if (!to.isEmpty() && !to.equals(from) && !maySee.test(from, to)) {
                        refuse(events, dependency);
                    }
                }
            }
        };
    }

    private static void refuse(ConditionEvents events, Dependency dependency) {
        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
    }

    /**
     * The first name below {@code root.half}; empty outside it, "itself" for a class right in it.
     */
    private String part(String half, JavaClass type) {
        var prefix = root + "." + half;
        var name = type.getPackageName();
        if (name.equals(prefix)) {
            return "itself";
        }
        return name.startsWith(prefix + ".")
                ? name.substring(prefix.length() + 1).split("\\.", 2)[0]
                : "";
    }
}
