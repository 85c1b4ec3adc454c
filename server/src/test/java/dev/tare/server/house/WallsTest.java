package dev.tare.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may see whom. The same walls are run over the house and over classes planted to break them.
 */
class WallsTest {

    private static final String PLANTED = "dev.tare.server.house.planted";

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(
                            "dev.tare.core", "dev.tare.testkit", "dev.tare.sdk", "dev.tare.server");

    private static final JavaClasses PLANTS = new ClassFileImporter().importPackages(PLANTED);

    /** Wall to the planted classes that must be named when it falls. */
    private static final Map<String, Set<String>> CULPRITS =
            Map.ofEntries(
                    Map.entry(
                            "core knows the JDK, JSpecify and itself",
                            Set.of("core.money.SpeaksJson")),
                    Map.entry("core has no JSON", Set.of("core.money.SpeaksJson")),
                    Map.entry(
                            "the sdk knows the JDK and itself",
                            Set.of("sdk.SeesCore", "sdk.SpeaksJson")),
                    Map.entry(
                            "nobody sees the sdk but who uses it",
                            Set.of("core.money.SeesSdk", "server.wire.SeesSdk")),
                    Map.entry(
                            "core's packages see downwards only",
                            Set.of("core.event.LooksUp", "core.revenue.LooksAside")),
                    Map.entry("every package of core has its place", Set.of("core.attic.Unplaced")),
                    Map.entry("core has no cycles", Set.of("core.event.LooksUp")),
                    Map.entry("the server has no cycles", Set.of("server.http.SeesJournal")),
                    Map.entry(
                            "adapters don't see each other",
                            Set.of(
                                    "server.http.SeesJournal",
                                    "server.journal.SeesWiring",
                                    "server.wire.SeesJournal")),
                    Map.entry(
                            "SQL is in the stores",
                            Set.of("core.money.SpeaksSql", "server.http.SpeaksSql")),
                    Map.entry(
                            "Spring is in the web parts and the wiring",
                            Set.of("server.cli.KnowsSpring")));

    /**
     * Named in {@code Walls}, not built yet. Take a name off this list when its package is there.
     */
    private static final Set<String> TO_COME = Set.of("core.revenue", "core.alert");

    static Stream<Wall> wallsOfTheHouse() {
        return new Walls("dev.tare").all().stream();
    }

    static Stream<Wall> wallsOfThePlants() {
        return new Walls(PLANTED).all().stream();
    }

    @ParameterizedTest
    @MethodSource("wallsOfTheHouse")
    void theWallStands(Wall wall) {
        assertThat(violations(wall, HOUSE)).as(wall.name()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wallsOfThePlants")
    void theWallCatchesWhatIsPlanted(Wall wall) {
        var culprits = CULPRITS.get(wall.name());

        assertThat(culprits).as("plant a class for: " + wall.name()).isNotNull().isNotEmpty();
        assertThat(culprits)
                .allSatisfy(culprit ->
                        assertThat(violations(wall, PLANTS))
                                .anyMatch(text -> accuses(text, culprit)));
    }

    @Test
    void goodClassesAreLeftAlone() {
        var good =
                List.of(
                        "server.wiring.SeesAll",
                        "server.duckdb.SpeaksSql",
                        "server.duckdb.UsesWire",
                        "core.pricing.LooksDown",
                        "sdk.Tracker");

        for (var wall : new Walls(PLANTED).all()) {
            if (!wall.name().contains("cycles")) {
                assertThat(violations(wall, PLANTS))
                        .as(wall.name())
                        .noneMatch(text -> good.stream().anyMatch(name -> accuses(text, name)));
            }
        }
    }

    /** A violation begins with what breaks the rule; what it must not see comes after. */
    private static boolean accuses(String violation, String planted) {
        var first = violation.substring(violation.indexOf('<') + 1);
        return first.startsWith(PLANTED + "." + planted);
    }

    /** A misspelt package would make its wall guard nothing. */
    @Test
    void everyPackageNamedInTheWallsIsThere() {
        var named = new TreeSet<String>();
        Walls.LAYERS.keySet().forEach(name -> named.add("core." + name));
        Stream.of(Walls.SEE_ALL, Walls.SHARED, Walls.SQL, Walls.SPRING)
                .flatMap(Set::stream)
                .forEach(name -> named.add("server." + name));

        var missing = named.stream().filter(name -> !isThere("dev.tare." + name)).toList();

        assertThat(missing)
                .as("missing from the house; the list TO_COME must name exactly these")
                .containsExactlyInAnyOrderElementsOf(TO_COME);
    }

    /** Where the classes aren't found, every wall around them stands, over nothing. */
    @Test
    void everyPartIsLookedAt() {
        assertThat(List.of("dev.tare.core", "dev.tare.sdk", "dev.tare.server"))
                .allMatch(WallsTest::isThere);
    }

    private static boolean isThere(String name) {
        return HOUSE.stream()
                .anyMatch(type -> (type.getPackageName() + ".").startsWith(name + "."));
    }

    private static List<String> violations(Wall wall, JavaClasses classes) {
        return wall.rule().allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
    }
}
