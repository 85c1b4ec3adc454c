package dev.tare.server.postgres;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is.
 *
 * @param hosts one {@code host:port} or several with commas between, as PostgreSQL's own tools take
 *     them
 * @param database its name there
 * @param user who connects; empty for the name of whoever runs this
 * @param password empty where none is needed
 * @param settings what else the driver is told, by its own names
 */
public record PostgresAddress(
        String hosts, String database, String user, String password, Map<String, String> settings) {
    private static final String FORM =
            "Write postgres://user:password@host:5432/database, as your database's provider shows"
                    + " it.";

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?:jdbc:)?postgres(?:ql)?://(?:(?<user>[^@/?#]*)@)?(?<hosts>[^/?#@]*)"
                            + "(?:/(?<database>[^?#]*))?(?:\\?(?<query>[^#]*))?");

    private static final Pattern HOST = Pattern.compile("(?:[\\w.-]+|\\[[0-9A-Fa-f:.]+])(:\\d+)?");

    private static final String SCHEMA_SETTING = "currentSchema";
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private static final Set<String> AT_HOME = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Names that other programs' addresses have and that mean nothing here. */
    private static final Set<String> FOREIGN =
            Set.of("pgbouncer", "connection_limit", "pool_timeout", "supa");

    /** What PostgreSQL's own tools call it, and what the driver does. */
    private static final Map<String, String> DRIVER_NAMES =
            Map.of(
                    "application_name", "ApplicationName",
                    "connect_timeout", "connectTimeout",
                    "channel_binding", "channelBinding",
                    "require_auth", "requireAuth",
                    "schema", SCHEMA_SETTING,
                    "target_session_attrs", "targetServerType");

    /** The same for one setting's values. */
    private static final Map<String, String> SERVER_TYPES =
            Map.of(
                    "read-write", "primary",
                    "read-only", "secondary",
                    "standby", "secondary",
                    "prefer-standby", "preferSecondary");

    public PostgresAddress {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads an address: {@code postgres://}, {@code postgresql://} or {@code jdbc:postgresql://}.
     *
     * @throws IllegalArgumentException where it is none; the message says what is wrong, and never
     *     holds the password
     */
    public static PostgresAddress of(String text) {
        Matcher parts = ADDRESS.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "The database's address isn't one of PostgreSQL. " + FORM);
        }
        String hosts = parts.group("hosts");
        String name = parts.group("database");
        boolean named = Arrays.stream(hosts.split(",", -1)).allMatch(HOST.asMatchPredicate());
        if (!named || (name != null && name.contains("@"))) {
            // What stands there isn't shown: it may be a part of the password.
            throw new IllegalArgumentException(
                    "The database's address names no host where it should. "
                            + FORM
                            + " Signs like @, / and # in a password are written %40, %2F and"
                            + " %23.");
        }
        Map<String, String> settings = settings(parts.group("query"));
        String schema = settings.getOrDefault(SCHEMA_SETTING, "public");
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "The database's address names the schema \""
                            + (schema.length() > 40 ? schema.substring(0, 40) + "…" : schema)
                            + "\"; give one name in small letters, such as ?schema=tare.");
        }
        String[] login = login(parts.group("user"));
        String user = settings.remove("user");
        String password = settings.remove("password");
        String database = decoded(name);
        return new PostgresAddress(
                hosts,
                database.isEmpty() ? "postgres" : database,
                user == null ? login[0] : user,
                password == null ? login[1] : password,
                settings);
    }

    private static String[] login(@Nullable String text) {
        if (text == null) {
            return new String[] {"", ""};
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? new String[] {decoded(text), ""}
                : new String[] {
                    decoded(text.substring(0, colon)), decoded(text.substring(colon + 1))
                };
    }

    private static Map<String, String> settings(@Nullable String query) {
        Map<String, String> settings = new TreeMap<>();
        if (query == null || query.isEmpty()) {
            return settings;
        }
        for (String pair : query.split("&", -1)) {
            int is = pair.indexOf('=');
            String name = decoded(is < 0 ? pair : pair.substring(0, is));
            if (!name.isEmpty() && !FOREIGN.contains(name)) {
                settings.put(
                        DRIVER_NAMES.getOrDefault(name, name),
                        value(name, is < 0 ? "" : decoded(pair.substring(is + 1))));
            }
        }
        return settings;
    }

    private static String value(String name, String value) {
        return name.equals("target_session_attrs")
                ? SERVER_TYPES.getOrDefault(value, value)
                : value;
    }

    private static String decoded(@Nullable String text) {
        if (text == null) {
            return "";
        }
        try {
            // A plus is a plus here, not a blank.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            // Its own message may hold a part of the password.
            throw new IllegalArgumentException(
                    "The database's address has a % without two hexadecimal digits behind it;"
                            + " a % itself is written %25.");
        }
    }

    /** Whether it names a schema. */
    boolean namesSchema() {
        return settings.containsKey(SCHEMA_SETTING);
    }

    /** The same database, for tables that lie where everybody's do. */
    public PostgresAddress inPublic() {
        Map<String, String> others = new TreeMap<>(settings);
        others.remove(SCHEMA_SETTING);
        return new PostgresAddress(hosts, database, user, password, others);
    }

    /** Where the database is, without user and password. */
    public String place() {
        return hosts + "/" + database;
    }

    /** The schema that holds the ledger's tables. */
    public String schema() {
        return settings.getOrDefault(SCHEMA_SETTING, "public");
    }

    /** As the driver wants it. */
    String jdbc() {
        return "jdbc:postgresql://" + hosts + "/" + encoded(database);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What the driver is told beside the address. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "tare");
        // A pooler that lends a session for one transaction knows no prepared statements.
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        // A link that is dead without a word is given up; values stay out of messages.
        properties.setProperty("loginTimeout", "30");
        properties.setProperty("socketTimeout", "900");
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("maxResultBuffer", "128M");
        if (hosts.contains(",")) {
            // Of several one is written to; the others follow it, and would refuse every write.
            properties.setProperty("targetServerType", "primary");
        }
        if (!isAtHome()) {
            // Nobody in between may read or answer: certificate and name are checked.
            properties.setProperty("sslmode", "verify-full");
        }
        settings.forEach(properties::setProperty);
        // Set in each transaction: behind a pooler nothing else holds.
        properties.remove(SCHEMA_SETTING);
        if (properties.getProperty("sslmode", "").startsWith("verify")
                && !settings.containsKey("sslrootcert")) {
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    private boolean isAtHome() {
        for (String host : hosts.split(",", -1)) {
            if (!AT_HOME.contains(host.replaceFirst(":\\d+$", ""))) {
                return false;
            }
        }
        return true;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (user.isEmpty() ? "" : user + "@") + place();
    }
}
