package dev.tare.server.postgres;

/** Names as SQL writes them. */
final class Names {
    private Names() {}

    /** Between quotation marks: any name is a name then. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
