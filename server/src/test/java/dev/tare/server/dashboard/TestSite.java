package dev.tare.server.dashboard;

import dev.tare.core.profit.ProfitReports;
import gg.jte.TemplateEngine;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** The pages on a server of their own: without a login, with the product's content policy. */
final class TestSite implements AutoCloseable {
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'";
    private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";
    static final Instant NOW = Instant.parse("2026-11-23T16:03:22Z");

    final SeededSums sums;
    final QuarantinedCalls calls = new QuarantinedCalls(NOW);
    final PricedCalls prices = new PricedCalls(NOW);
    final RecordedSignal signal = new RecordedSignal();
    private final ServletWebServerApplicationContext context;

    TestSite(SeededSums sums, boolean demo) {
        this(sums, demo, ZoneOffset.UTC);
    }

    TestSite(SeededSums sums, boolean demo, ZoneId zone) {
        this.sums = sums;
        SpringApplication application = new SpringApplication(Site.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setDefaultProperties(
                Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "spring.main.banner-mode", "off",
                        "spring.web.resources.add-mappings", "false",
                        "logging.level.root", "WARN"));
        application.addInitializers(beans(demo, zone));
        context = (ServletWebServerApplicationContext) application.run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                SECURITY + "SecurityAutoConfiguration",
                SECURITY + "UserDetailsServiceAutoConfiguration",
                SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration",
                SECURITY + "web.servlet.SecurityFilterAutoConfiguration"
            })
    static class Site {}

    /** Why the figures are behind, said on every page from now on; empty: they aren't. */
    volatile String delay = "";

    private ApplicationContextInitializer<GenericApplicationContext> beans(
            boolean demo, ZoneId zone) {
        DashboardSettings settings =
                new DashboardSettings(
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        zone,
                        demo,
                        () -> URI.create(address()),
                        () -> calls.desk().tally().waiting(),
                        () -> delay);
        Dashboard dashboard = new Dashboard(new ProfitReports(sums), settings);
        TemplateEngine templates = DashboardTemplates.engine();
        Assets assets = new Assets();
        return context -> {
            context.registerBean(Assets.class, () -> assets);
            context.registerBean(
                    DashboardController.class,
                    () -> new DashboardController(dashboard, templates, assets));
            context.registerBean(
                    QuarantineController.class,
                    () ->
                            new QuarantineController(
                                    new QuarantineController.Parts(
                                            calls.desk(), calls.journal(), calls::record, settings),
                                    templates,
                                    assets));
            context.registerBean(
                    PricesController.class,
                    () -> new PricesController(prices.parts(settings), templates, assets));
            context.registerBean(
                    CallsController.class,
                    () -> new CallsController(callsOf(settings), templates, assets));
            context.registerBean(LiveStream.class, () -> new LiveStream(signal));
            context.registerBean(Filter.class, TestSite::policy);
        };
    }

    private CallsController.Parts callsOf(DashboardSettings settings) {
        return new CallsController.Parts(
                calls.events(), new ProfitReports(sums), calls::books, settings);
    }

    private static Filter policy() {
        return (request, response, chain) -> {
            ((HttpServletResponse) response).setHeader("Content-Security-Policy", POLICY);
            chain.doFilter(request, response);
        };
    }

    String address() {
        var server = context.getWebServer();
        return "http://127.0.0.1:" + (server == null ? 0 : server.getPort());
    }

    String page() {
        return address() + "/admin/analytics";
    }

    @Override
    public void close() {
        signal.close();
        context.close();
    }
}
