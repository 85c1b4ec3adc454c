package dev.tare.server.wiring;

import dev.tare.server.dashboard.Assets;
import dev.tare.server.dashboard.Dashboard;
import dev.tare.server.dashboard.DashboardController;
import dev.tare.server.dashboard.DashboardSettings;
import dev.tare.server.dashboard.DashboardTemplates;
import dev.tare.server.dashboard.LiveStream;
import dev.tare.server.dashboard.QuarantineController;
import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.http.AdjustmentsResource;
import dev.tare.server.http.HealthResource;
import dev.tare.server.http.IntakeDoor;
import dev.tare.server.http.IntakeServlet;
import dev.tare.server.http.IntakeSettings;
import dev.tare.server.http.ProblemAdvice;
import dev.tare.server.http.QuarantineResource;
import dev.tare.server.http.ReportResource;
import dev.tare.server.http.ServerRefusals;
import dev.tare.server.http.SqlResource;
import dev.tare.server.http.SqlSettings;
import dev.tare.server.http.StatusResource;
import dev.tare.server.http.Trackers;
import dev.tare.server.http.UpkeepResource;
import dev.tare.server.security.ProblemAnswers;
import dev.tare.server.wiring.upkeep.Upkeep;
import gg.jte.TemplateEngine;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Every resource and page of the server, each made here in the open: nothing is scanned for. */
@Configuration(proxyBeanMethods = false)
@Import({
    FrameworkConfiguration.class,
    SecurityConfiguration.class,
    PriceConfiguration.class,
    CallsConfiguration.class
})
class ServerConfiguration {
    /** Shown by status and command line. */
    static final String VERSION = "0.1.0";

    private static final long DELAY_SHOWN_SECONDS = 5;

    @Bean
    PrometheusMeterRegistry meters(House house) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.gauge("tare.journal.bytes", house, h -> h.journal().end().offset());
        meters.gauge("tare.recorder.lag.bytes", house, ServerConfiguration::bytesBehind);
        meters.gauge("tare.recorder.lag.seconds", house, h -> h.delay().toMillis() / 1_000.0);
        meters.gauge("tare.journal.queue.bytes", house, h -> h.journalLoad().queuedBytes());
        meters.gauge("tare.journal.queue.records", house, h -> h.journalLoad().queuedRecords());
        meters.gauge("tare.journal.syncs", house, h -> h.journalLoad().syncs());
        meters.gauge("tare.journal.sync.seconds", house, h -> h.journalLoad().syncNanos() / 1e9);
        meters.gauge("tare.ledger.events.recorded", house, h -> h.state().recorded());
        meters.gauge("tare.ledger.events.duplicates", house, h -> h.state().duplicates());
        meters.gauge("tare.ledger.events.quarantined", house, h -> h.state().quarantined());
        meters.gauge("tare.corrections.unmatched", house, House::correctionsUnmatched);
        return meters;
    }

    private static long bytesBehind(House house) {
        return Math.max(0, house.journal().end().offset() - house.state().position().offset());
    }

    @Bean
    Trackers trackers(PrometheusMeterRegistry meters) {
        Trackers trackers = new Trackers();
        meters.gauge("tare.trackers.events.dropped", trackers, Trackers::dropped);
        return trackers;
    }

    @Bean
    IntakeServlet.Parts intake(
            House house,
            dev.tare.server.security.KeyCheck keys,
            Trackers trackers,
            PrometheusMeterRegistry meters) {
        return new IntakeServlet.Parts(
                house.journal(),
                keys,
                house.clock(),
                new KeepingUp(
                        () -> house.journal().end().offset(),
                        () -> house.state().position().offset(),
                        // While the ledger can't be written, the journal takes what comes.
                        bytes -> writes(house) ? house.timeFor(bytes) : Duration.ZERO),
                IntakeSettings.DEFAULT,
                trackers,
                meters);
    }

    /** A re-pricing is no reason to refuse anything either. */
    private static boolean writes(House house) {
        return house.trouble() == null && house.slices() == null;
    }

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> intakeDoor(
            ObjectProvider<IntakeServlet.Parts> parts, WebSettings web) {
        return server ->
                server.addServerCustomizers(
                        IntakeDoor.inFront(parts::getObject, SecurityConfiguration.hosts(web)));
    }

    @Bean
    HealthResource health(House house, PrometheusMeterRegistry meters) {
        // Ready to take events: the journal takes them even while the ledger can't be written.
        return new HealthResource(
                () -> bytesBehind(house) <= IntakeSettings.DEFAULT.behindBytesMax(), meters);
    }

    @Bean
    ReportResource reports(House house) {
        return new ReportResource(house.reports(), house.clock(), house.zone());
    }

    @Bean
    SqlResource sql(House house) {
        return new SqlResource(house.sql(), SqlSettings.DEFAULT);
    }

    @Bean
    StatusResource status(House house, Trackers trackers) {
        return new StatusResource(
                house.journal(),
                house::state,
                () -> house.desk().tally().waiting(),
                house::correctionsUnmatched,
                house::slices,
                house.reports(),
                house::delay,
                house::trouble,
                () -> heldBack(house.upkeep()),
                () -> backups(house.upkeep()),
                trackers,
                new StatusResource.Facts(VERSION, house.settings().isDemo(), house.zone()));
    }

    private static @Nullable String heldBack(@Nullable Upkeep upkeep) {
        return upkeep == null ? null : upkeep.rowsHeldBack();
    }

    private static StatusResource.BackupSchedule.@Nullable State backups(@Nullable Upkeep upkeep) {
        if (upkeep == null || !upkeep.backsUp()) {
            return null;
        }
        Upkeep.State state = upkeep.state();
        return new StatusResource.BackupSchedule.State(
                state.lastBackup(),
                state.lastFile() == null ? null : state.lastFile().toString(),
                state.trouble());
    }

    @Bean
    AdjustmentsResource adjustments(IntakeServlet.Parts intake) {
        return new AdjustmentsResource(intake);
    }

    @Bean
    QuarantineResource quarantine(House house, dev.tare.server.security.KeyCheck keys) {
        return new QuarantineResource(house.desk(), house.journal(), keys, house.clock());
    }

    @Bean
    UpkeepResource upkeep(House house, dev.tare.server.security.KeyCheck keys) {
        return new UpkeepResource(
                house::verify, house.backups(), house.settings().backups(), keys, house.clock());
    }

    @Bean
    ProblemAdvice problemAdvice(ProblemAnswers answers) {
        return new ProblemAdvice(answers);
    }

    @Bean
    ProblemAdvice.Outside outside(ProblemAnswers answers) {
        return new ProblemAdvice.Outside(answers);
    }

    @Bean
    ServerRefusals serverRefusals() {
        return new ServerRefusals();
    }

    @Bean
    TemplateEngine templates() {
        return DashboardTemplates.engine();
    }

    @Bean
    Assets assets() {
        return new Assets();
    }

    @Bean
    LiveStream stream(RecordedSignal signal) {
        return new LiveStream(signal);
    }

    @Bean
    DashboardSettings dashboardSettings(
            House house, WebSettings web, ServletWebServerApplicationContext server) {
        return new DashboardSettings(
                house.clock(),
                house.zone(),
                house.settings().isDemo(),
                () -> address(web, server),
                () -> house.desk().tally().waiting(),
                () -> delay(house));
    }

    private static String delay(House house) {
        if (house.trouble() != null) {
            return "The ledger can’t be written just now; what is accepted waits in the journal: "
                    + house.trouble();
        }
        long seconds = house.delay().toSeconds();
        return seconds < DELAY_SHOWN_SECONDS
                ? ""
                : "These figures are behind: what waits to be recorded takes about "
                        + seconds
                        + " s more.";
    }

    @Bean
    DashboardController dashboard(
            House house, DashboardSettings settings, TemplateEngine templates, Assets assets) {
        return new DashboardController(new Dashboard(house.reports(), settings), templates, assets);
    }

    @Bean
    QuarantineController quarantinePage(
            House house, DashboardSettings settings, TemplateEngine templates, Assets assets) {
        return new QuarantineController(
                new QuarantineController.Parts(
                        house.desk(), house.journal(), () -> awaitRecorded(house), settings),
                templates,
                assets);
    }

    static void awaitRecorded(House house) {
        try {
            house.awaitRecorded(Duration.ofSeconds(5));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI address(WebSettings web, ServletWebServerApplicationContext server) {
        var running = server.getWebServer();
        int port = running == null ? web.port() : running.getPort();
        String host = web.allowedHosts().stream().sorted().findFirst().orElse("127.0.0.1");
        return URI.create("http://" + host + ":" + port);
    }
}
