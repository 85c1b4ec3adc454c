package dev.tare.server.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Every package says what lives in it, and that nothing in it is null unless it says so. */
final class PackageRules {

    private static final String INFO = "/package-info.java";

    private PackageRules() {}

    /**
     * A folder of tests may lean on the {@code package-info.java} that the same package has in a
     * module's main sources; a folder of main sources needs its own.
     *
     * @param sources path from the repository root to text
     */
    static List<Finding> check(Map<String, String> sources) {
        var folders = new TreeSet<String>();
        for (var path : sources.keySet()) {
            if (path.endsWith(".java") && path.contains("/java/")) {
                folders.add(path.substring(0, path.lastIndexOf('/')));
            }
        }
        var findings = new ArrayList<Finding>();
        for (var folder : folders) {
            var own = sources.get(folder + INFO);
            if (own == null && !isDescribedElsewhere(folder, sources)) {
                findings.add(new Finding("package-info", folder, 1, "package-info.java missing"));
            } else if (own != null && !own.contains("@NullMarked")) {
                findings.add(new Finding("null-marked", folder, 1, "@NullMarked missing"));
            } else if (own != null && !own.stripLeading().startsWith("/**")) {
                findings.add(new Finding("package-info", folder, 1, "says nothing"));
            }
        }
        return findings;
    }

    private static boolean isDescribedElsewhere(String folder, Map<String, String> sources) {
        var at = folder.indexOf("/src/test/java/");
        if (at < 0) {
            return false;
        }
        var end = "/src/main/java/" + folder.substring(at + "/src/test/java/".length()) + INFO;
        return sources.keySet().stream().anyMatch(path -> path.endsWith(end));
    }
}
