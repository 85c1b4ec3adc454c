package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.util.List;

/** A kind of case file: knows its files by name, and runs their cases one by one. */
interface CaseKind {
    /** Whether a file of that name is of this kind. */
    boolean reads(String fileName);

    /** The file's cases, each a JSON object: a line each, unless the kind says otherwise. */
    default List<String> cases(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    /** Runs one case. */
    Verdict run(TextTree.Fields one);
}
