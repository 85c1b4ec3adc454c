package dev.tare.bench.cases;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs every case file it knows below a folder. Exit codes: 0 nothing disagreed, 1 something did, 2
 * wrong usage, 3 the folder can't be read or holds no such file.
 */
public final class Cases {
    private static final String USAGE = "Usage: ./check --cases DIR [--json]";

    private Cases() {}

    /** Arguments: the folder, and {@code --json}. */
    public static void main(String[] args) throws IOException {
        List<String> rest = new ArrayList<>(List.of(args));
        boolean json = rest.remove("--json");
        if (rest.size() != 1 || rest.getFirst().startsWith("-")) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Path folder = Path.of(rest.getFirst());
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            System.err.println("There is no folder " + folder + " that can be read.");
            System.exit(3);
        }
        List<CaseReport> reports = run(folder.toRealPath());
        if (reports.isEmpty()) {
            System.err.println("No case file that is known lies below " + folder + ".");
            System.exit(3);
        }
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.print(json ? json(reports) : text(reports));
        out.flush();
        System.exit(reports.stream().anyMatch(report -> report.disagreed() > 0) ? 1 : 0);
    }

    /** One report for each case file below a folder, by path. */
    static List<CaseReport> run(Path folder) throws IOException {
        List<CaseReport> reports = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            for (CaseKind kind : kinds(file)) {
                if (kind.reads(name)) {
                    reports.add(CaseFile.run(file, folder.relativize(file).toString(), kind));
                    break;
                }
            }
        }
        return reports;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        // A link to nothing is told as a file that can't be read.
                        if (Files.isRegularFile(file) || Files.notExists(file)) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException problem) {
                        System.err.println("Can't be read: " + file);
                        files.add(file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /** Those that cases of that file may need, with what lies beside it. */
    private static List<CaseKind> kinds(Path file) {
        return List.of(
                new TokenCases(),
                new RuleCases(),
                new HeliconeCases(),
                new ImageCases(file),
                new ChangeCases(),
                new MapCases(),
                new LangfuseCases(),
                new CalculatorCases(file),
                new PriceModelCases(),
                new OtherCases());
    }

    private static String json(List<CaseReport> reports) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("files", reports.stream().map(CaseReport::json).toList());
        return JsonMapper.shared().writeValueAsString(json) + "\n";
    }

    private static String text(List<CaseReport> reports) {
        StringBuilder text = new StringBuilder();
        reports.forEach(report -> text.append(report.text()).append('\n'));
        return text.toString();
    }
}
