package dev.tare.server.wire;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a text into one piece per event, without judging what is in the pieces. */
abstract sealed class EventPieces {
    private static final int END = -1;

    private final Reader reader;
    private final char[] buffer = new char[8_192];
    private int at;
    private int filled;
    private char[] piece = new char[1_024];
    private int length;
    private boolean tooLong;
    @Nullable String fault;

    private EventPieces(Reader reader) {
        this.reader = reader;
    }

    static EventPieces of(Reader reader, UsageEventReader.Form form) throws IOException {
        EventPieces pieces =
                switch (form) {
                    case JSON -> new Json(reader);
                    case NDJSON -> new Lines(reader);
                };
        if (pieces.peek() == '\uFEFF') {
            pieces.at++;
        }
        return pieces;
    }

    /** Goes to the next piece; {@code false} = there is none. */
    abstract boolean next() throws IOException;

    /** What ended the cutting before the text's end, {@code null} where nothing did. */
    final @Nullable String fault() {
        return fault;
    }

    /** The piece is in the first {@link #length} of these. */
    final char[] chars() {
        return piece;
    }

    final int length() {
        return length;
    }

    /** The piece was longer than any event may be; it wasn't kept. */
    final boolean isTooLong() {
        return tooLong;
    }

    final int peek() throws IOException {
        if (at == filled) {
            filled = Math.max(0, reader.read(buffer, 0, buffer.length));
            at = 0;
            if (filled == 0) {
                return END;
            }
        }
        return buffer[at];
    }

    final int take() throws IOException {
        int c = peek();
        at++;
        return c;
    }

    final int peekBeyondSpace() throws IOException {
        int c = peek();
        while (isSpace(c)) {
            at++;
            c = peek();
        }
        return c;
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    final void begin() {
        length = 0;
        tooLong = false;
    }

    final void keep(int c) {
        if (length == piece.length) {
            if (length >= UsageEventReader.EVENT_CHARS_MAX) {
                tooLong = true;
                return;
            }
            piece = Arrays.copyOf(piece, length * 2);
        }
        piece[length++] = (char) c;
    }

    /** Keeps all up to a line's end, a stretch at a time. */
    final void keepLine() throws IOException {
        while (peek() != END) {
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            keepNext(end - at);
            if (end < filled) {
                return;
            }
        }
    }

    private void keepNext(int count) {
        int kept = Math.min(count, UsageEventReader.EVENT_CHARS_MAX - length);
        tooLong |= kept < count;
        if (length + kept > piece.length) {
            piece = Arrays.copyOf(piece, Math.max(length + kept, piece.length * 2));
        }
        System.arraycopy(buffer, at, piece, length, kept);
        length += kept;
        at += count;
    }

    private static final class Lines extends EventPieces {
        Lines(Reader reader) {
            super(reader);
        }

        @Override
        boolean next() throws IOException {
            if (peekBeyondSpace() == END) {
                return false;
            }
            begin();
            keepLine();
            return true;
        }
    }

    private static final class Json extends EventPieces {
        private enum Place {
            START,
            IN_ARRAY,
            BEHIND_COMMA,
            BEHIND_ALL
        }

        private Place place = Place.START;

        Json(Reader reader) {
            super(reader);
        }

        @Override
        boolean next() throws IOException {
            int c = peekBeyondSpace();
            if (place == Place.START) {
                return first(c);
            }
            if (place == Place.BEHIND_ALL) {
                return end(c);
            }
            if (c == ']' && place == Place.IN_ARRAY) {
                take();
                place = Place.BEHIND_ALL;
                return end(peekBeyondSpace());
            }
            if (c == END) {
                fault =
                        "The array doesn't end; what came before is read. Close it with ], or"
                                + " send the rest again.";
                place = Place.BEHIND_ALL;
                return false;
            }
            element();
            return true;
        }

        private boolean first(int c) throws IOException {
            if (c == END) {
                fault = "The body is empty; send an event, an array of them, or one per line.";
                place = Place.BEHIND_ALL;
                return false;
            }
            if (c == '[') {
                take();
                place = Place.IN_ARRAY;
                if (peekBeyondSpace() == ']') {
                    return next();
                }
                place = Place.BEHIND_COMMA;
                return next();
            }
            single();
            place = Place.BEHIND_ALL;
            return true;
        }

        private boolean end(int c) {
            if (c != END && fault == null) {
                fault =
                        "There is text behind the end of the JSON; it was not read. Send several"
                                + " events as an array, or one per line as"
                                + " application/x-ndjson.";
            }
            return false;
        }

        private void single() throws IOException {
            begin();
            int depth = 0;
            int c;
            do {
                c = take();
                keep(c);
                if (c == '"') {
                    string();
                } else if (c == '{' || c == '[') {
                    depth++;
                } else if (c == '}' || c == ']') {
                    depth--;
                }
            } while (peek() != END && (depth > 0 || !(c == '}' || c == ']' || isSpace(peek()))));
        }

        private void element() throws IOException {
            begin();
            int depth = 0;
            for (int c = peek(); c != END; c = peek()) {
                if (depth == 0 && c == ',') {
                    take();
                    place = Place.BEHIND_COMMA;
                    return;
                }
                if (depth == 0 && c == ']') {
                    place = Place.IN_ARRAY;
                    return;
                }
                keep(take());
                if (c == '"') {
                    string();
                } else if (c == '{' || c == '[') {
                    depth++;
                } else if ((c == '}' || c == ']') && depth > 0) {
                    depth--;
                }
            }
            // The text ended inside an element: its own parse says so, once.
            place = depth == 0 ? Place.IN_ARRAY : Place.BEHIND_ALL;
        }

        private void string() throws IOException {
            for (int c = peek(); c != END; c = peek()) {
                keep(take());
                if (c == '\\' && peek() != END) {
                    keep(take());
                } else if (c == '"') {
                    return;
                }
            }
        }
    }
}
