package dev.tare.server.dashboard;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the pages need to know of the server they stand on.
 *
 * @param clock for "today"
 * @param zone of the workspace: the default in which days are cut
 * @param demo whether the data are made up; every page says so then
 * @param address where this server is reached, without a slash at the end; asked when a page is
 *     made
 * @param waiting how many events wait in quarantine; asked when a page is made
 * @param delay what keeps the figures behind what was accepted, in one sentence; empty where
 *     nothing does; asked when a page is made
 */
public record DashboardSettings(
        Clock clock,
        ZoneId zone,
        boolean demo,
        Supplier<URI> address,
        LongSupplier waiting,
        Supplier<String> delay) {
    /** Settings of a server where nothing ever waits. */
    public DashboardSettings(Clock clock, ZoneId zone, boolean demo, Supplier<URI> address) {
        this(clock, zone, demo, address, () -> 0, () -> "");
    }
}
