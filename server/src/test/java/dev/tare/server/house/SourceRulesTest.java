package dev.tare.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of {@code TidyTest} catches a text planted for it, and leaves a good one alone. */
class SourceRulesTest {

    private static final String MONEY = "core/src/main/java/dev/tare/core/money/Plant.java";
    private static final String TEST = "server/src/test/java/dev/tare/server/http/PlantTest.java";

    @Test
    void aFileOf301LinesIsTooLong() {
        assertThat(SourceRules.fileLength("a.css", "x\n".repeat(300))).isEmpty();
        assertThat(SourceRules.fileLength("a.css", "x\n".repeat(301)))
                .singleElement()
                .extracting(Finding::number)
                .isEqualTo(301);
    }

    @Test
    void aLineOf101CharactersIsTooLong() {
        assertThat(rulesBroken(MONEY, core("// " + "x".repeat(97)))).isEmpty();
        assertThat(rulesBroken(MONEY, core("// " + "x".repeat(98)))).containsExactly("line-length");
    }

    @Test
    @DisplayName("a character outside the basic plane counts once")
    void characters() {
        assertThat(rulesBroken(MONEY, core("// " + "😀".repeat(97)))).isEmpty();
    }

    @Test
    void aMethodOf41LinesIsTooLongAndIsNamed() {
        assertThat(rulesBroken(MONEY, core("void m() {\n" + ";\n".repeat(38) + "}"))).isEmpty();

        var text = core("@Deprecated\nclass In {\nvoid m(\nint a) {\n" + ";\n".repeat(38) + "}}");
        assertThat(check(MONEY, text))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.place()).isEqualTo(MONEY + "#Plant.In.m");
                    assertThat(finding.number()).isEqualTo(41);
                });
    }

    @Test
    void annotationsAndCommentsAboveAMethodDoNotCount() {
        var head = "/** a\n * b\n */\n@Deprecated\n@SafeVarargs\n";
        assertThat(rulesBroken(MONEY, core(head + "Plant() {\n" + ";\n".repeat(38) + "}")))
                .isEmpty();
        assertThat(rulesBroken(MONEY, core(head + "<T> void m() {\n" + ";\n".repeat(38) + "}")))
                .isEmpty();
    }

    @Test
    void constructorsInitializersAndMethodsOfAnonymousClassesCountToo() {
        var body = "{\n" + ";\n".repeat(39) + "}";
        assertThat(rulesBroken(MONEY, core("Plant() " + body))).containsExactly("method-length");
        assertThat(rulesBroken(MONEY, core("static " + body))).containsExactly("method-length");
        assertThat(rulesBroken(MONEY, core("Object o = new Object() { void m()" + body + "};")))
                .containsExactly("method-length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"StoreImpl", "Utils", "TimeUtil", "KeyManager", "CsvHelper"})
    void namesThatSayNothingAreRefused(String name) {
        assertThat(rulesBroken(MONEY, core("class " + name + " {}"))).containsExactly("name");
        assertThat(rulesBroken(MONEY, core("interface Im" + name.length() + " {}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "model", "util", "utils"})
    void packagesThatSayNothingAreRefused(String name) {
        var text = "package dev.tare.core." + name + ".money;\nclass A {}\n";
        assertThat(rulesBroken(MONEY, text)).containsExactly("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thread.sleep(1);", "TimeUnit.SECONDS.sleep(1);"})
    void aTestThatSleepsIsCaught(String statement) {
        var text = core("void m() throws Exception { " + statement + " }");

        assertThat(rulesBroken(TEST, text)).containsExactly("sleep");
        assertThat(rulesBroken("testkit/src/main/java/Plant.java", text)).containsExactly("sleep");
        assertThat(rulesBroken("server/src/main/java/Plant.java", text)).isEmpty();
        assertThat(rulesBroken(TEST, core("String s = \"" + statement + "\";"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "double a;",
                "float[] a;",
                "Double a;",
                "java.util.List<Double> a;",
                "Object a = 0.1;",
                "Object a = 1f;",
                "Object m(Number n) { return n.doubleValue(); }",
                "java.util.function.Function<Number, Object> f = Number::doubleValue;",
            })
    void floatingPointWhereMoneyIsIsCaught(String member) {
        assertThat(rulesBroken(MONEY, core(member))).containsExactly("floating-point");
        assertThat(rulesBroken(TEST, core(member))).isEmpty();
        var elsewhere = core(member).replace("core.money", "server.dashboard");
        assertThat(rulesBroken(MONEY, elsewhere)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object a = java.time.Instant.now();",
                "Object a = LocalDate.now();",
                "long a = System.currentTimeMillis();",
                "Object a = new java.util.Date();",
                "java.util.function.Supplier<Object> a = Instant::now;",
            })
    void readingTheMachinesClockIsCaught(String member) {
        assertThat(rulesBroken(MONEY, core(member))).containsExactly("wall-clock");
        var wiring = core(member).replace("core.money", "server.wiring");
        assertThat(rulesBroken(MONEY, wiring)).containsExactly("wall-clock");
    }

    @Test
    void aStaticImportHidesNoClock() {
        var text = core("").replace(";\n", ";\nimport static java.time.Instant.now;\n");
        assertThat(rulesBroken(MONEY, text)).containsExactly("wall-clock");
    }

    @Test
    void theMachinesClockEntersInTheWiringOnly() {
        var text = core("Object a = java.time.Clock.systemUTC();");
        assertThat(rulesBroken(MONEY, text)).containsExactly("wall-clock");
        assertThat(rulesBroken(MONEY, text.replace("core.money", "server.wiring"))).isEmpty();
        assertThat(rulesBroken(MONEY, core("Object a = Instant.now(clock);"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Object a = UUID.randomUUID();", "Random a;", "Object a = Math.random();"})
    void chanceInCoreIsCaught(String member) {
        assertThat(rulesBroken(MONEY, core(member))).containsExactly("random");
        assertThat(rulesBroken(MONEY, core(member).replace("core.money", "server.http"))).isEmpty();
    }

    @Test
    void aPackageWithoutItsInfoIsCaught() {
        var a = "core/src/main/java/dev/tare/core/money/A.java";
        var info = "core/src/main/java/dev/tare/core/money/package-info.java";
        var test = "core/src/test/java/dev/tare/core/money/ATest.java";
        var good = "/** Money. */\n@NullMarked\npackage dev.tare.core.money;";

        assertThat(PackageRules.check(Map.of(a, "", info, good, test, ""))).isEmpty();
        assertThat(PackageRules.check(Map.of(a, "", test, ""))).hasSize(2);
        assertThat(PackageRules.check(Map.of(a, "", info, "/** Money. */ package x;")))
                .extracting(Finding::rule)
                .containsExactly("null-marked");
        assertThat(PackageRules.check(Map.of(a, "", info, "@NullMarked package x;")))
                .extracting(Finding::rule)
                .containsExactly("package-info");
    }

    @Test
    void theRatchetTurnsOneWay() {
        var finding = List.of(new Finding("file-length", "a", 310, "at most 300"));

        assertThat(Ratchet.compare(finding, Map.of("file-length a", 310))).isEmpty();
        assertThat(Ratchet.compare(finding, Map.of())).hasSize(1);
        assertThat(Ratchet.compare(finding, Map.of("file-length a", 309)))
                .singleElement()
                .asString()
                .startsWith("grew from 309");
        assertThat(Ratchet.compare(finding, Map.of("file-length a", 311)))
                .singleElement()
                .asString()
                .startsWith("shrank, so write 310");
        assertThat(Ratchet.compare(List.of(), Map.of("file-length a", 310)))
                .singleElement()
                .asString()
                .startsWith("no longer needed");
    }

    private static String core(String member) {
        return "package dev.tare.core.money;\nclass Plant {\n" + member + "\n}\n";
    }

    private static List<Finding> check(String path, String text) {
        return SourceRules.check(JavaSource.parse(path, text));
    }

    private static List<String> rulesBroken(String path, String text) {
        return check(path, text).stream().map(Finding::rule).toList();
    }
}
