package dev.tare.server.security;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** Somebody known, for the length of a request (a key) or of a session (a login). */
final class KnownCaller extends AbstractAuthenticationToken {
    static final String ADMIN = "ADMIN";
    static final String SENDER = "SENDER";

    @Serial private static final long serialVersionUID = 1L;

    private final String name;
    private final @Nullable String passwordStamp;

    private KnownCaller(String name, @Nullable String passwordStamp, String authority) {
        super(AuthorityUtils.createAuthorityList(authority));
        this.name = name;
        this.passwordStamp = passwordStamp;
        setAuthenticated(true);
    }

    /** By password; holds until the password is another one. */
    static KnownCaller byPassword(String passwordStamp) {
        return new KnownCaller("admin", passwordStamp, ADMIN);
    }

    /** By an admin key. */
    static KnownCaller byKey(String keyId) {
        return new KnownCaller(keyId, null, ADMIN);
    }

    /** By an ingest key. */
    static KnownCaller sender(String source) {
        return new KnownCaller(source, null, SENDER);
    }

    /** The stamp of the password by which it came in, {@code null} for a key. */
    @Nullable String passwordStamp() {
        return passwordStamp;
    }

    boolean has(String authority) {
        return getAuthorities().stream().anyMatch(a -> authority.equals(a.getAuthority()));
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
