package dev.tare.server.http;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Stands where the pages of the dashboard stand; they have tests of their own. */
@RestController
class PretendDashboard {
    @GetMapping("/admin/analytics")
    String page(CsrfToken token) {
        return "dashboard " + token.getToken();
    }

    @GetMapping({
        "/admin/analytics/stream",
        "/calls",
        "/calls/one",
        "/quarantine",
        "/prices",
        "/prices/card",
        "/prices/missing",
        "/prices/new",
        "/assets/{name}",
        "/assets/{version}/{name}"
    })
    String other() {
        return "other";
    }

    @PostMapping({"/quarantine/{entry}", "/prices/new"})
    String decide() {
        return "decided";
    }
}
