package dev.tare.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.security.AccessFile;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @TempDir static Path folder;
    private TestServer server;
    private String password = "";

    @BeforeAll
    void start() {
        server = new TestServer(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void anHourLater() {
        server.parts.clock.set(server.parts.clock.instant().plus(Duration.ofHours(2)));
        password = server.parts.access.file().newPassword();
    }

    /** The form's cookie and CSRF token. */
    private record Form(String cookie, String token) {}

    private Form form() {
        HttpResponse<String> page = server.send(server.to("/login").GET());
        assertThat(page.statusCode()).isEqualTo(200);
        Matcher token = TOKEN.matcher(page.body());
        assertThat(token.find()).isTrue();
        return new Form(cookie(page), token.group(1));
    }

    private static String cookie(HttpResponse<String> answer) {
        String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    private HttpResponse<String> login(Form form, String secret, String next) {
        String body =
                "password="
                        + secret
                        + "&_csrf="
                        + form.token()
                        + "&next="
                        + URLEncoder.encode(next, StandardCharsets.UTF_8);
        return server.send(posted("/login", body).header("Cookie", form.cookie()));
    }

    private HttpRequest.Builder posted(String path, String body) {
        return server.to(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private int dashboard(String cookie) {
        return server.send(server.to("/admin/analytics").header("Cookie", cookie).GET())
                .statusCode();
    }

    @Test
    void a_browser_is_led_to_the_form_and_back_and_a_program_is_told() {
        HttpResponse<String> browser =
                server.send(
                        server.to("/admin/analytics?plan=free")
                                .header("Accept", "text/html")
                                .GET());
        assertThat(browser.statusCode()).isEqualTo(303);
        assertThat(browser.headers().firstValue("Location"))
                .contains("/login?next=%2Fadmin%2Fanalytics%3Fplan%3Dfree");

        HttpResponse<String> program = server.send(server.to("/admin/analytics").GET());
        assertThat(program.statusCode()).isEqualTo(401);
        assertThat(TestServer.json(program).get("code").stringValue()).isEqualTo("login_needed");
    }

    @Test
    void the_right_password_opens_a_new_session_with_a_careful_cookie() {
        Form form = form();
        HttpResponse<String> in = login(form, password, "/admin/analytics?plan=free");

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).contains("/admin/analytics?plan=free");
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("tare_session=")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict");
        assertThat(cookie(in)).isNotEqualTo(form.cookie());
        assertThat(dashboard(cookie(in))).isEqualTo(200);
        assertThat(dashboard(form.cookie())).isEqualTo(401);
    }

    @Test
    void a_wrong_password_is_told_on_the_form() {
        HttpResponse<String> out = login(form(), "not-the-password", "/");

        assertThat(out.statusCode()).isEqualTo(401);
        assertThat(out.body()).contains("role=\"alert\"", "not the password");
    }

    @Test
    void a_login_leads_to_this_server_only() {
        for (String next :
                new String[] {"//evil.example", "https://evil.example", "/\\evil.example", ""}) {
            server.parts.clock.set(server.parts.clock.instant().plus(Duration.ofHours(2)));
            HttpResponse<String> in = login(form(), password, next);
            assertThat(in.headers().firstValue("Location")).contains("/admin/analytics");
        }
    }

    @Test
    void what_stands_in_the_address_stays_text_on_the_form() {
        HttpResponse<String> page =
                server.send(
                        server.to("/login?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E").GET());

        assertThat(page.body()).doesNotContain("<script");
    }

    @Test
    void without_its_csrf_token_a_form_is_refused() {
        Form form = form();
        HttpResponse<String> login =
                server.send(
                        posted("/login", "password=" + password).header("Cookie", form.cookie()));
        assertThat(login.statusCode()).isEqualTo(403);
        assertThat(TestServer.json(login).get("code").stringValue())
                .isEqualTo("csrf_token_missing");

        String session = cookie(login(form(), password, "/"));
        HttpResponse<String> verify =
                server.send(
                        server.to("/v1/verify")
                                .header("Cookie", session)
                                .POST(BodyPublishers.noBody()));
        assertThat(verify.statusCode()).isEqualTo(403);
        assertThat(
                        server.send(server.admin("/v1/verify").POST(BodyPublishers.noBody()))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void logging_out_ends_the_session() {
        String session = cookie(login(form(), password, "/"));
        String token =
                server.send(server.to("/admin/analytics").header("Cookie", session).GET())
                        .body()
                        .substring("dashboard ".length());
        HttpResponse<String> out =
                server.send(posted("/logout", "_csrf=" + token).header("Cookie", session));

        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(dashboard(session)).isEqualTo(401);
    }

    @Test
    void another_password_set_by_another_process_ends_every_session_at_once() {
        String session = cookie(login(form(), password, "/"));
        assertThat(dashboard(session)).isEqualTo(200);

        AccessFile elsewhere =
                AccessFile.open(
                                folder.resolve("access.json"),
                                Clock.systemUTC(),
                                new SecureRandom())
                        .file();
        String changed = elsewhere.newPassword();

        assertThat(dashboard(session)).isEqualTo(401);
        assertThat(login(form(), password, "/").statusCode()).isEqualTo(401);
        assertThat(login(form(), changed, "/").statusCode()).isEqualTo(303);
    }

    @Test
    void after_five_wrong_passwords_even_the_right_one_must_wait() {
        for (int i = 0; i < 5; i++) {
            assertThat(login(form(), "wrong-password-" + i, "/").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> waiting = login(form(), password, "/");
        assertThat(waiting.statusCode()).isEqualTo(429);
        assertThat(waiting.headers().firstValue("Retry-After")).contains("15");
        assertThat(TestServer.json(waiting).get("code").stringValue()).isEqualTo("too_many_logins");

        server.parts.clock.set(server.parts.clock.instant().plusSeconds(15));
        assertThat(login(form(), password, "/").statusCode()).isEqualTo(303);
    }
}
