package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Goes through a text of events piece by piece, whatever form the events have. */
final class PieceReading {
    /** Takes an event's text, which is in the first {@code length} of {@code chars}. */
    interface Piece {
        void take(int index, char[] chars, int length);
    }

    private PieceReading() {}

    /**
     * Reads all pieces.
     *
     * @param eventsMax where there are more, reading stops behind that many
     * @param refused takes what is no piece at all
     * @return whether the text was read to its end
     */
    static boolean read(
            InputStream text,
            UsageEventReader.Form form,
            int eventsMax,
            Piece piece,
            Consumer<RefusedEvent> refused)
            throws IOException {
        EventPieces pieces = EventPieces.of(utf8(text), form);
        int index = 0;
        while (pieces.next()) {
            if (index == eventsMax) {
                return false;
            }
            if (pieces.isTooLong()) {
                refused.accept(tooLong(index));
            } else {
                piece.take(index, pieces.chars(), pieces.length());
            }
            index++;
        }
        String fault = pieces.fault();
        if (fault != null) {
            refused.accept(
                    new RefusedEvent(
                            index, null, new Rejection(RejectionCode.MALFORMED_JSON, null, fault)));
        }
        return true;
    }

    /**
     * Bytes that aren't UTF-8 become a character that no field may hold: the event that has them is
     * refused, the others aren't.
     */
    private static InputStreamReader utf8(InputStream text) {
        return new InputStreamReader(
                text,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith("\uDFFF"));
    }

    private static RefusedEvent tooLong(int index) {
        return new RefusedEvent(
                index,
                null,
                new Rejection(
                        RejectionCode.TOO_LONG,
                        null,
                        "The event is too long; send at most "
                                + UsageEventReader.EVENT_CHARS_MAX
                                + " characters."));
    }
}
