package dev.tare.server.security;

import dev.tare.server.wire.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Turns away an address whose query is no text: no UTF-8, or with a NUL character, which no event
 * and no name can have. The framework would take the one, and a database the other, for a fault of
 * ours.
 */
public final class QueryCheck extends HttpFilter {
    private static final int ESCAPE = 3;
    private static final int HEX = 16;

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String query = request.getQueryString();
        if (query == null || isText(query)) {
            chain.doFilter(request, response);
            return;
        }
        ProblemAnswers.json(
                response,
                Problem.caller(
                                400,
                                "invalid_query",
                                "What stands behind the \"?\" of the address can't be read.")
                        .at("query")
                        .mendedBy(
                                "Send UTF-8, escaped as %XX where needed, without NUL"
                                        + " characters."));
    }

    private static boolean isText(String query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(query.length());
        int at = 0;
        while (at < query.length()) {
            char c = query.charAt(at);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                at++;
                continue;
            }
            int value = at + ESCAPE <= query.length() ? hex(query, at + 1) : 0;
            if (value <= 0) {
                return false;
            }
            bytes.write(value);
            at += ESCAPE;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException garbled) {
            return false;
        }
    }

    /** The byte of two hexadecimal digits, -1 where they are none. */
    private static int hex(String query, int at) {
        int high = Character.digit(query.charAt(at), HEX);
        int low = Character.digit(query.charAt(at + 1), HEX);
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }
}
