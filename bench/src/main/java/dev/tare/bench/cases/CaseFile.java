package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file of cases. Whatever it holds, it ends in a report. */
final class CaseFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CaseFile() {}

    /** The file's text, without the mark that some editors begin it with. */
    static String text(Path file) throws IOException {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                            .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException otherwise) {
            throw new IOException("it isn't UTF-8", otherwise);
        }
    }

    /** Every case of the file, run once. */
    static CaseReport run(Path file, String shown, CaseKind kind) {
        CaseReport report = new CaseReport(shown);
        try {
            int number = 0;
            for (String line : kind.cases(text(file))) {
                number++;
                add(report, "case " + number, line, kind);
            }
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            report.unreadable(unreadable);
        }
        return report;
    }

    private static void add(CaseReport report, String number, String line, CaseKind kind) {
        String id = number;
        Verdict verdict;
        try {
            if (Fields.read(line) instanceof TextTree.Fields one) {
                String told = Fields.text(one, "id");
                id = told == null ? id : told;
                verdict = kind.run(one);
            } else {
                verdict = Verdict.unreadable(new IOException("it is no JSON object"));
            }
        } catch (RuntimeException | StackOverflowError unreadable) {
            verdict = Verdict.unreadable(unreadable);
        }
        report.add(id, verdict);
    }
}
