package dev.tare.server.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** One Java file, parsed by the JDK's own compiler. */
final class JavaSource {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private static final StandardJavaFileManager FILES = files();

    private final String path;
    private final String text;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    private JavaSource(
            String path, String text, CompilationUnitTree unit, SourcePositions positions) {
        this.path = path;
        this.text = text;
        this.unit = unit;
        this.positions = positions;
    }

    /**
     * One for all texts: each of the compiler's own would read the JDK's modules anew. Texts are
     * only parsed, so no jar of the class path needs to be opened for them.
     */
    private static StandardJavaFileManager files() {
        StandardJavaFileManager files = COMPILER.getStandardFileManager(null, null, null);
        try {
            files.setLocation(StandardLocation.CLASS_PATH, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /**
     * Parses a text.
     *
     * @param path path from the repository root, with forward slashes
     * @throws IllegalArgumentException if the text isn't Java
     */
    static JavaSource parse(String path, String text) {
        var problems = new DiagnosticCollector<JavaFileObject>();
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        var task =
                (JavacTask)
                        COMPILER.getTask(
                                null, FILES, problems, List.of("-proc:none"), null, List.of(file));
        try {
            var unit = task.parse().iterator().next();
            for (var problem : problems.getDiagnostics()) {
                if (problem.getKind() == Diagnostic.Kind.ERROR) {
                    throw new IllegalArgumentException(
                            path + ": " + problem.getMessage(Locale.ROOT));
                }
            }
            return new JavaSource(path, text, unit, Trees.instance(task).getSourcePositions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return path;
    }

    String text() {
        return text;
    }

    CompilationUnitTree unit() {
        return unit;
    }

    /** The package named in the file, empty if none. */
    String packageName() {
        var name = unit.getPackageName();
        return name == null ? "" : name.toString();
    }

    /**
     * True for what users run, false for tests; the testkit counts as tests' code but lies in main.
     */
    boolean isMain() {
        return path.contains("/src/main/");
    }

    /** True if the file's package is one of these or lies below one. */
    boolean isIn(List<String> packages) {
        var own = packageName() + ".";
        return packages.stream().anyMatch(p -> own.startsWith(p + "."));
    }

    /** First line of a tree, counted from 1. */
    int firstLine(Tree tree) {
        return line(positions.getStartPosition(unit, tree));
    }

    /** Last line of a tree, counted from 1. */
    int lastLine(Tree tree) {
        return line(positions.getEndPosition(unit, tree));
    }

    /** Line of what is written next after a tree. */
    int lineAfter(Tree tree) {
        int next = Math.toIntExact(positions.getEndPosition(unit, tree));
        while (Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return line(next);
    }

    /** False for a tree that the compiler added, and for modifiers where there are none. */
    boolean isWritten(Tree tree) {
        return positions.getEndPosition(unit, tree) >= 0;
    }

    private int line(long position) {
        LineMap lines = unit.getLineMap();
        return Math.toIntExact(lines.getLineNumber(position));
    }
}
