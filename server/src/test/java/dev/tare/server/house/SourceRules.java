package dev.tare.server.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules over one source text. Each is a function of the text alone, so that it can be tried.
 */
final class SourceRules {

    static final int FILE_LINES = 300;
    static final int METHOD_LINES = 40;
    static final int LINE_CHARACTERS = 100;

    private static final Pattern BAD_CLASS = Pattern.compile(".*(Impl|Utils?|Managers?|Helpers?)");
    private static final Pattern BAD_PACKAGE = Pattern.compile("common|model|utils?");

    /** Where an amount, a price or a count of money is handled. */
    private static final List<String> EXACT =
            List.of(
                    "dev.tare.core.money",
                    "dev.tare.core.event",
                    "dev.tare.core.pricing",
                    "dev.tare.core.ledger",
                    "dev.tare.core.rollup",
                    "dev.tare.core.revenue",
                    "dev.tare.core.profit",
                    "dev.tare.core.reconcile",
                    "dev.tare.sdk",
                    "dev.tare.server.duckdb",
                    "dev.tare.server.history",
                    "dev.tare.server.importer",
                    "dev.tare.server.wire");

    private static final List<String> CORE = List.of("dev.tare.core");

    /** Where the machine's clock enters the program; everyone else is handed one. */
    private static final List<String> CLOCK_ENTERS =
            List.of(
                    "dev.tare.server.wiring",
                    "dev.tare.server.cli",
                    "dev.tare.bench",
                    // Its default, where the application hands it none.
                    "dev.tare.sdk");

    private SourceRules() {}

    /** All rules over one Java file. */
    static List<Finding> check(JavaSource source) {
        var findings = new ArrayList<Finding>();
        findings.addAll(fileLength(source.path(), source.text()));
        findings.addAll(lineLength(source));
        findings.addAll(methodLength(source));
        findings.addAll(names(source));
        findings.addAll(sleeps(source));
        findings.addAll(floatingPoint(source));
        findings.addAll(wallClock(source));
        findings.addAll(randomIds(source));
        return findings;
    }

    /** Any kind of text file that a person edits. */
    static List<Finding> fileLength(String path, String text) {
        int lines = Math.toIntExact(text.lines().count());
        return lines <= FILE_LINES
                ? List.of()
                : List.of(new Finding("file-length", path, lines, "at most " + FILE_LINES));
    }

    static List<Finding> lineLength(JavaSource source) {
        var lines = source.text().lines().toList();
        var where = new ArrayList<Integer>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.codePointCount(0, line.length()) > LINE_CHARACTERS) {
                where.add(i + 1);
            }
        }
        return counted("line-length", source, where, "over " + LINE_CHARACTERS);
    }

    /** From the signature to the closing brace; annotations and the comment above don't count. */
    static List<Finding> methodLength(JavaSource source) {
        var longest = new HashMap<String, Integer>();
        new TreeScanner<@Nullable Void, String>() {
            @Override
            public @Nullable Void visitClass(ClassTree tree, String outer) {
                var name = tree.getSimpleName().toString();
                var here = outer.isEmpty() ? name : outer + "." + name;
                for (var member : tree.getMembers()) {
                    if (member instanceof BlockTree block) {
                        note(here, source.firstLine(block), block);
                    }
                }
                return super.visitClass(tree, here);
            }

            @Override
            public @Nullable Void visitMethod(MethodTree tree, String owner) {
                var body = tree.getBody();
                if (body != null && source.isWritten(body)) {
                    note(owner + "." + tree.getName(), signatureLine(source, tree), body);
                }
                return super.visitMethod(tree, owner);
            }

            private void note(String name, int first, Tree body) {
                longest.merge(name, source.lastLine(body) - first + 1, Math::max);
            }
        }.scan(source.unit(), "");
        return longest.entrySet().stream()
                .filter(e -> e.getValue() > METHOD_LINES)
                .sorted(Map.Entry.comparingByKey())
                .map(e ->
                        new Finding(
                                "method-length",
                                source.path() + "#" + e.getKey(),
                                e.getValue(),
                                "at most " + METHOD_LINES))
                .toList();
    }

    private static int signatureLine(JavaSource source, MethodTree tree) {
        var modifiers = tree.getModifiers();
        return source.isWritten(modifiers) ? source.lineAfter(modifiers) : source.firstLine(tree);
    }

    /** Names that say nothing about what a thing is for. */
    static List<Finding> names(JavaSource source) {
        var where = new ArrayList<Integer>();
        var packageTree = source.unit().getPackage();
        if (packageTree != null
                && Arrays.stream(source.packageName().split("\\."))
                        .anyMatch(BAD_PACKAGE.asMatchPredicate())) {
            where.add(source.firstLine(packageTree));
        }
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
                if (BAD_CLASS.matcher(tree.getSimpleName()).matches()) {
                    where.add(source.firstLine(tree));
                }
                return super.visitClass(tree, null);
            }
        }.scan(source.unit(), null);
        return counted("name", source, where, "*Impl *Util *Manager *Helper, common model util");
    }

    /** A test that sleeps is slow on a good day and wrong on a bad one. */
    static List<Finding> sleeps(JavaSource source) {
        if (source.isMain() && !source.path().startsWith("testkit/")) {
            return List.of();
        }
        var where = Uses.lines(source, Uses::isSleep);
        return counted("sleep", source, where, "wait with Awaitility or a settable clock");
    }

    static List<Finding> floatingPoint(JavaSource source) {
        if (!source.isMain() || !source.isIn(EXACT)) {
            return List.of();
        }
        var where = Uses.lines(source, Uses::isFloatingPoint);
        return counted("floating-point", source, where, "amounts are exact");
    }

    static List<Finding> wallClock(JavaSource source) {
        if (!source.isMain()) {
            return List.of();
        }
        Predicate<Tree> forbidden =
                source.isIn(CLOCK_ENTERS)
                        ? Uses::isHiddenClock
                        : tree -> Uses.isHiddenClock(tree) || Uses.isSystemClock(tree);
        var where = Uses.lines(source, forbidden);
        return counted("wall-clock", source, where, "be handed a java.time.Clock");
    }

    static List<Finding> randomIds(JavaSource source) {
        if (!source.isMain() || !source.isIn(CORE)) {
            return List.of();
        }
        var where = Uses.lines(source, Uses::isRandom);
        return counted("random", source, where, "core is handed its ids");
    }

    private static List<Finding> counted(
            String rule, JavaSource source, List<Integer> lines, String detail) {
        return lines.isEmpty()
                ? List.of()
                : List.of(
                        new Finding(
                                rule, source.path(), lines.size(), detail + "; lines " + lines));
    }
}
