package dev.tare.server.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message between a program and PostgreSQL (its manual: "Message Formats"): a letter, and what
 * follows its length.
 */
final class WireMessage {
    private static final int LENGTH_MAX = 1 << 28;

    private final char type;
    private final byte[] body;

    WireMessage(char type, byte[] body) {
        this.type = type;
        this.body = body.clone();
    }

    /** Waits for the next one. */
    static WireMessage read(DataInputStream in) throws IOException {
        char type = (char) in.readUnsignedByte();
        return new WireMessage(type, bytes(in));
    }

    /** What follows a length; a program's first message is nothing but this. */
    static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt() - Integer.BYTES;
        if (length < 0 || length > LENGTH_MAX) {
            throw new IOException("No message of PostgreSQL has " + length + " bytes");
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return body;
    }

    static WireMessage of(char type, int... numbers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        for (int number : numbers) {
            out.writeInt(number);
        }
        return new WireMessage(type, body.toByteArray());
    }

    /** That ends the connection. */
    static WireMessage fatal(String state, String text) {
        String fields = "SFATAL\0VFATAL\0C" + state + "\0M" + text + "\0\0";
        return new WireMessage('E', fields.getBytes(StandardCharsets.UTF_8));
    }

    /** Nobody is in a transaction. */
    static WireMessage ready() {
        return new WireMessage('Z', new byte[] {'I'});
    }

    char type() {
        return type;
    }

    /** Its body's first byte, as a letter. */
    char first() {
        return (char) body[0];
    }

    /** Its body, read as text. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The name that stands first in it. */
    String name() throws EOFException {
        return new String(body, 0, nameEnd(), StandardCharsets.UTF_8);
    }

    /** The same without that name. */
    WireMessage behindName() throws EOFException {
        return new WireMessage(type, Arrays.copyOfRange(body, nameEnd() + 1, body.length));
    }

    private int nameEnd() throws EOFException {
        for (int end = 0; end < body.length; end++) {
            if (body[end] == 0) {
                return end;
            }
        }
        throw new EOFException("A name without an end");
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
    }
}
