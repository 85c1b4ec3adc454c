package dev.tare.server.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows password guessing down: per address after some failures in a row, and over all addresses.
 * An attempt counts as failed from its beginning, so that many at once gain nothing. Safe for use
 * by many threads.
 */
public final class LoginThrottle {
    /**
     * How much guessing is let through.
     *
     * @param freeFailures failures in a row of one address before it must wait, from 1
     * @param firstWait the first wait; each further failure doubles it
     * @param longestWait no wait is longer
     * @param attemptsPerMinute of all addresses together, from 1
     */
    public record Settings(
            int freeFailures, Duration firstWait, Duration longestWait, int attemptsPerMinute) {
        /** What holds where nothing else is set. */
        public static final Settings DEFAULT =
                new Settings(5, Duration.ofSeconds(15), Duration.ofMinutes(15), 60);
    }

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final int ADDRESSES_MAX = 10_000;

    private record Failures(int inARow, Instant last, Instant waitUntil) {}

    private final Settings settings;
    private final Clock clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true);
    private Instant minuteStart = Instant.MIN;
    private int attemptsInMinute;

    public LoginThrottle(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins an attempt; returns how long it must wait, zero where it may go on now. */
    public synchronized Duration begin(String address) {
        Instant now = clock.instant();
        String who = network(address);
        Failures failures = byAddress.get(who);
        if (failures != null && now.isAfter(failures.last().plus(FORGOTTEN_AFTER))) {
            failures = null;
        }
        if (failures != null && now.isBefore(failures.waitUntil())) {
            return Duration.between(now, failures.waitUntil());
        }
        Duration overall = overallWait(now);
        if (overall.isPositive()) {
            return overall;
        }
        int inARow = failures == null ? 1 : failures.inARow() + 1;
        byAddress.put(who, new Failures(inARow, now, now.plus(wait(inARow))));
        forgetEldest();
        return Duration.ZERO;
    }

    /** The attempt of that address was right. */
    public synchronized void succeeded(String address) {
        byAddress.remove(network(address));
    }

    private Duration overallWait(Instant now) {
        if (minuteStart.equals(Instant.MIN) || !now.isBefore(minuteStart.plusSeconds(60))) {
            minuteStart = now;
            attemptsInMinute = 0;
        }
        if (attemptsInMinute >= settings.attemptsPerMinute()) {
            return Duration.between(now, minuteStart.plusSeconds(60));
        }
        attemptsInMinute++;
        return Duration.ZERO;
    }

    private Duration wait(int inARow) {
        int doublings = inARow - settings.freeFailures();
        if (doublings < 0) {
            return Duration.ZERO;
        }
        Duration wait = settings.firstWait().multipliedBy(1L << Math.min(doublings, 20));
        return wait.compareTo(settings.longestWait()) > 0 ? settings.longestWait() : wait;
    }

    private void forgetEldest() {
        if (byAddress.size() > ADDRESSES_MAX) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
    }

    /** An IPv6 network of 64 bits is one guesser: it has all its addresses at will. */
    private static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", ""));
            if (parsed instanceof Inet6Address) {
                byte[] bytes = parsed.getAddress();
                StringBuilder network = new StringBuilder();
                for (int i = 0; i < 8; i++) {
                    network.append(Integer.toHexString(bytes[i] & 0xff)).append(':');
                }
                return network.toString();
            }
            return parsed.getHostAddress();
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
