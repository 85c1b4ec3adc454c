package dev.tare.server.dashboard;

import dev.tare.server.dashboard.DashboardController.SignOut;

/**
 * What stands above every page.
 *
 * @param here the page's own place: {@code profit}, {@code prices}, {@code calls} or {@code
 *     quarantine}
 * @param waiting events that wait in quarantine
 * @param asOf time of day of the figures; empty where the page has none that grow
 * @param asOfFull the same with date and offset
 */
public record Masthead(
        boolean demo, String here, long waiting, String asOf, String asOfFull, SignOut signOut) {
    /** Whether that is the page's own place. */
    public boolean isHere(String place) {
        return here.equals(place);
    }
}
