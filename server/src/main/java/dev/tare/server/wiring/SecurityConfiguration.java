package dev.tare.server.wiring;

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
import gg.jte.TemplateEngine;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Who may do what, in front of everything. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
    @Bean
    KeyCheck keyCheck(AccessFile access, CliToken cli) {
        return new KeyCheck(access, cli);
    }

    @Bean
    ProblemAnswers problemAnswers(TemplateEngine templates, House house) {
        return new ProblemAnswers(templates, house.settings().isDemo());
    }

    @Bean
    SessionSettings sessionSettings(WebSettings web) {
        // Servers side by side on one host share its cookies: the port keeps their logins apart.
        return new SessionSettings("tare_session_" + web.port(), SessionSettings.DEFAULT.idleMax());
    }

    @Bean
    LoginPage loginPage(
            AccessFile access,
            House house,
            TemplateEngine templates,
            ProblemAnswers answers,
            SessionSettings settings) {
        LoginThrottle throttle = new LoginThrottle(LoginThrottle.Settings.DEFAULT, house.clock());
        return new LoginPage(access, throttle, templates, answers, settings);
    }

    /** What the server may be called. */
    static HostCheck hosts(WebSettings web) {
        Set<String> hosts = new TreeSet<>(web.allowedHosts());
        hosts.add(web.listen());
        return new HostCheck(hosts);
    }

    @Bean
    FilterRegistrationBean<HostCheck> hostCheck(WebSettings web) {
        FilterRegistrationBean<HostCheck> check = new FilterRegistrationBean<>(hosts(web));
        check.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return check;
    }

    @Bean
    FilterRegistrationBean<QueryCheck> queryCheck() {
        FilterRegistrationBean<QueryCheck> check = new FilterRegistrationBean<>(new QueryCheck());
        check.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return check;
    }

    @Bean
    SecurityFilterChain chain(
            HttpSecurity http, KeyCheck keys, AccessFile access, ProblemAnswers answers) {
        return WebSecurity.chain(http, AccessTable.TARE, keys, access, answers);
    }

    @Bean
    ServletContextInitializer sessionCookie(SessionSettings settings) {
        return WebSecurity.sessionCookie(settings.cookieName());
    }
}
