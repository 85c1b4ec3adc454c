package dev.tare.server.wire;

import java.io.Reader;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A YAML or JSON document as written: every scalar is kept as its text, so that no number ever
 * passes through a binary fraction. Used for files people write by hand.
 */
public sealed interface TextTree {
    /**
     * Reads a text however long it is: a large price book is written as one, and whoever sends one
     * is held to a limit of its own.
     */
    YAMLMapper YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .loadSettings(
                                            LoadSettings.builder()
                                                    // Told by the reader, with its line.
                                                    .setAllowDuplicateKeys(true)
                                                    .setCodePointLimit(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .build();

    /** The line it starts on, from 1. */
    int line();

    /** A scalar's text. */
    record Text(int line, String text) implements TextTree {}

    /** Nothing written, or {@code null}. */
    record Nothing(int line) implements TextTree {}

    /** A list. */
    record Items(int line, List<TextTree> items) implements TextTree {}

    /** A mapping, in the order written. */
    record Fields(int line, Map<String, TextTree> byKey) implements TextTree {}

    /** The text is neither YAML nor JSON, or says something twice. */
    final class Unreadable extends Exception {
        private final int line;
        private final String code;

        Unreadable(int line, String code, String message) {
            super(message, null, false, false);
            this.line = line;
            this.code = code;
        }

        /** Where, from 1. */
        public int line() {
            return line;
        }

        /** Why, in snake case. */
        public String code() {
            return code;
        }

        /** The reason and the mend. */
        public String text() {
            String message = getMessage();
            return message == null ? code : message;
        }
    }

    /** Reads a whole text: JSON where it is JSON, else YAML. */
    static TextTree read(String text) throws Unreadable {
        String trimmed = text.strip();
        if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
            try {
                return new TextTreeReader(JsonMapper.shared().createParser(text)).document();
            } catch (JacksonException noJson) {
                // A YAML file may begin so too: the YAML reader has the last word.
                return readYaml(text);
            }
        }
        return readYaml(text);
    }

    private static TextTree readYaml(String text) throws Unreadable {
        try {
            return new TextTreeReader(YAML.createParser(new WholePairs(text))).document();
        } catch (JacksonException unreadable) {
            int line = unreadable.getLocation() == null ? 1 : unreadable.getLocation().getLineNr();
            String reason = unreadable.getOriginalMessage();
            String first = reason == null ? "" : reason.lines().findFirst().orElse("");
            throw new Unreadable(
                    Math.max(1, line),
                    "malformed_file",
                    "The file can't be read as YAML ("
                            + first
                            + "); check the indentation, and put quotes around a text that begins"
                            + " with *, &, @ or %.");
        }
    }

    /**
     * Hands a text out in pieces that never end inside a surrogate pair: the YAML scanner fails on
     * a piece that fills its buffer and ends so.
     */
    final class WholePairs extends Reader {
        private final String text;
        private int at;

        WholePairs(String text) {
            this.text = text;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            int end = Math.min(text.length(), at + length);
            if (end == at) {
                return length == 0 ? 0 : -1;
            }
            if (end - at > 1 && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            int read = end - at;
            text.getChars(at, end, buffer, offset);
            at = end;
            return read;
        }

        @Override
        public void close() {}
    }
}
