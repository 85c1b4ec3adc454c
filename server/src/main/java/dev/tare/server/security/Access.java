package dev.tare.server.security;

/** Who may use a route. */
public enum Access {
    /** Anybody; such a route tells nothing about the data. */
    PUBLIC,
    /** Anybody, since it is the way to log in. */
    LOGIN_PAGE,
    /** An ingest key or an admin key. */
    INGEST,
    /** An admin key, the command line's token, or a login. */
    ADMIN
}
