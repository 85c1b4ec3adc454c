package dev.tare.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.PriceDesk;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.rollup.Repricings;
import dev.tare.core.rollup.Verification;
import dev.tare.server.security.AccessFile;
import dev.tare.server.security.AccessTable;
import dev.tare.server.security.CliToken;
import dev.tare.server.security.HostCheck;
import dev.tare.server.security.KeyCheck;
import dev.tare.server.security.LoginPage;
import dev.tare.server.security.LoginThrottle;
import dev.tare.server.security.ProblemAnswers;
import dev.tare.server.security.QueryCheck;
import dev.tare.server.security.SessionSettings;
import dev.tare.server.security.WebSecurity;
import dev.tare.server.wire.ReconcileRequest;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP side of the server as the wiring builds it, on the parts of a test. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
class HttpApp {
    @Bean
    FilterRegistrationBean<HostCheck> hostCheck() {
        FilterRegistrationBean<HostCheck> filter =
                new FilterRegistrationBean<>(new HostCheck(Set.of("tare.example")));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<QueryCheck> queryCheck() {
        FilterRegistrationBean<QueryCheck> filter = new FilterRegistrationBean<>(new QueryCheck());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    @Bean
    ServletContextInitializer sessionCookie() {
        return WebSecurity.sessionCookie(SessionSettings.DEFAULT.cookieName());
    }

    @Bean
    SecurityFilterChain chain(
            HttpSecurity http, KeyCheck keys, AccessFile access, ProblemAnswers answers) {
        return WebSecurity.chain(http, AccessTable.TARE, keys, access, answers);
    }

    @Bean
    AccessFile access(TestParts parts) {
        return parts.access.file();
    }

    @Bean
    KeyCheck keys(TestParts parts) {
        return new KeyCheck(
                parts.access.file(),
                CliToken.create(parts.cliToken, new java.security.SecureRandom()));
    }

    @Bean
    ProblemAnswers answers(TemplateEngine templates) {
        return new ProblemAnswers(templates, false);
    }

    @Bean
    TemplateEngine templates() {
        return TemplateEngine.createPrecompiled(
                null, ContentType.Html, null, "dev.tare.server.dashboard.jte");
    }

    @Bean
    LoginPage loginPage(
            AccessFile access, TestParts parts, TemplateEngine templates, ProblemAnswers answers) {
        return new LoginPage(
                access,
                new LoginThrottle(LoginThrottle.Settings.DEFAULT, parts.clock),
                templates,
                answers,
                SessionSettings.DEFAULT);
    }

    @Bean
    PrometheusMeterRegistry meters() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Bean
    IntakeServlet.Parts intake(TestParts parts, KeyCheck keys, PrometheusMeterRegistry meters) {
        return new IntakeServlet.Parts(
                parts.journal,
                keys,
                parts.clock,
                parts.gate(),
                IntakeSettings.DEFAULT,
                parts.bodies,
                new Trackers(),
                meters);
    }

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> intakeDoor(
            ObjectProvider<IntakeServlet.Parts> parts) {
        return server ->
                server.addServerCustomizers(
                        IntakeDoor.inFront(
                                parts::getObject, new HostCheck(Set.of("tare.example"))));
    }

    @Bean
    ReportResource reports(TestParts parts) {
        return new ReportResource(reportsOf(parts), parts.clock, ZoneOffset.UTC);
    }

    private static ProfitReports reportsOf(TestParts parts) {
        return new ProfitReports(parts.sums);
    }

    @Bean
    SqlResource sql() {
        SqlConsole console =
                (sql, _, _) ->
                        sql.startsWith("SELECT")
                                ? new SqlConsole.Answer.Rows(
                                        List.of("one"), List.of(List.of("1")), false)
                                : new SqlConsole.Answer.Refused("read_only", "Only SELECT.");
        return new SqlResource(console, SqlSettings.DEFAULT);
    }

    @Bean
    PricesResource prices(TestParts parts) {
        return new PricesResource(
                new PricesResource.Parts(
                        new PriceDesk(() -> parts.books, _ -> {}),
                        parts.journal,
                        () -> parts.books,
                        parts.impacts),
                parts.clock);
    }

    @Bean
    PriceFindingsResource priceFindings(TestParts parts) {
        return new PriceFindingsResource(
                new PriceFindingsResource.Parts(
                        (from, to, max) -> parts.unpriced,
                        parts.ledger.now(),
                        reportsOf(parts),
                        () -> parts.books,
                        Map::of),
                parts.clock,
                ZoneOffset.UTC);
    }

    @Bean
    EventsResource events(TestParts parts) {
        return new EventsResource(
                new EventsResource.Parts(
                        parts.ledger.events(), reportsOf(parts), () -> parts.books),
                parts.clock,
                ZoneOffset.UTC);
    }

    @Bean
    EstimateResource estimates(TestParts parts) {
        return new EstimateResource(() -> parts.books, parts.clock);
    }

    @Bean
    StatusResource status(TestParts parts) {
        return new StatusResource(
                parts.journal,
                () -> new LedgerState(parts.journal.end(), 0, 0, 0, 0),
                () -> parts.desk.tally().waiting(),
                () -> 3,
                () -> parts.slices,
                reportsOf(parts),
                () -> Duration.ZERO,
                () -> null,
                () -> "old events come",
                () -> null,
                new Trackers(),
                new StatusResource.Facts("0.1.0-test", false, ZoneOffset.UTC));
    }

    @Bean
    AdjustmentsResource adjustments(IntakeServlet.Parts intake) {
        return new AdjustmentsResource(intake);
    }

    @Bean
    RepriceResource repricing(TestParts parts) {
        return new RepriceResource(
                parts.journal,
                new Repricings(
                        parts.ledger.now(),
                        parts.ledger::rowsKept,
                        () -> parts.books,
                        ZoneOffset.UTC),
                () -> parts.slices,
                () -> new LedgerState(parts.recorded, 0, 0, 0, 0),
                parts.clock,
                ZoneOffset.UTC);
    }

    /** Says back what it was asked. */
    @Bean
    ReconcileResource reconciliation() {
        return new ReconcileResource(
                (csv, mapping, wish) ->
                        new ReconcileRequest.Compared(
                                new JsonMapper()
                                        .writeValueAsString(
                                                Map.of(
                                                        "csv",
                                                        new String(csv.readAllBytes(), UTF_8),
                                                        "mapping",
                                                        String.valueOf(mapping),
                                                        "wish",
                                                        wish.toString()))),
                IntakeSettings.DEFAULT);
    }

    @Bean
    QuarantineResource quarantine(TestParts parts, KeyCheck keys) {
        return new QuarantineResource(parts.desk, parts.journal, keys, parts.clock);
    }

    @Bean
    UpkeepResource upkeep(TestParts parts, KeyCheck keys) {
        Backups backups =
                target -> {
                    try {
                        Files.writeString(target, "copy");
                    } catch (java.io.IOException failed) {
                        throw new java.io.UncheckedIOException(failed);
                    }
                    return new Backups.Backup(target, 4, 0);
                };
        return new UpkeepResource(
                () -> List.of(new Verification.Check("events", "rule", 3, 0, List.of())),
                backups,
                parts.folder.resolve("backups"),
                keys,
                parts.clock);
    }

    @Bean
    HealthResource health(PrometheusMeterRegistry meters) {
        return new HealthResource(() -> true, meters);
    }

    @Bean
    ProblemAdvice problems(ProblemAnswers answers) {
        return new ProblemAdvice(answers);
    }

    @Bean
    ProblemAdvice.Outside problemsOutside(ProblemAnswers answers) {
        return new ProblemAdvice.Outside(answers);
    }

    @Bean
    ServerRefusals serverRefusals() {
        return new ServerRefusals();
    }

    @Bean
    PretendDashboard dashboard() {
        return new PretendDashboard();
    }
}
