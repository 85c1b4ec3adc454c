package dev.tare.server.dashboard;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the page, or only its figures to the page's own script, from one address: which of the two
 * is decided by the header the script sends.
 */
@RestController
public final class DashboardController {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final String FRAGMENT_HEADER = "HX-Request";
    private static final String WHOLE_PAGE_HEADER = "HX-History-Restore-Request";

    private final Dashboard dashboard;
    private final TemplateEngine templates;
    private final Assets assets;

    public DashboardController(Dashboard dashboard, TemplateEngine templates, Assets assets) {
        this.dashboard = dashboard;
        this.templates = templates;
        this.assets = assets;
    }

    /** The page; 400 where its address can't be understood, with the reason beside the field. */
    @GetMapping(PageAddress.PATH)
    public ResponseEntity<String> page(HttpServletRequest request) {
        Map<String, List<String>> params = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> params.put(name, List.of(values)));
        Page page = dashboard.page(params);
        boolean fragment =
                request.getHeader(FRAGMENT_HEADER) != null
                        && request.getHeader(WHOLE_PAGE_HEADER) == null;
        StringOutput html = new StringOutput();
        if (fragment) {
            templates.render("update.jte", Map.of("page", page), html);
        } else {
            Map<String, Object> values =
                    Map.of(
                            "page",
                            page,
                            "assets",
                            assets.base(),
                            "masthead",
                            masthead(page, request));
            templates.render("dashboard.jte", values, html);
        }
        boolean readable = page.state() != Page.State.PROBLEM;
        return ResponseEntity.status(readable ? HttpStatus.OK : HttpStatus.BAD_REQUEST)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .varyBy(FRAGMENT_HEADER)
                .body(html.toString());
    }

    private Masthead masthead(Page page, HttpServletRequest request) {
        return new Masthead(
                page.frame().demo(),
                "profit",
                dashboard.waiting(),
                page.frame().asOf(),
                page.frame().asOfFull(),
                SignOut.of(request));
    }

    /**
     * What the sign-out form sends.
     *
     * @param field name of the CSRF parameter; empty = no protection is switched on
     */
    public record SignOut(String field, String token) {
        static SignOut of(HttpServletRequest request) {
            return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken csrf
                    ? new SignOut(csrf.getParameterName(), csrf.getToken())
                    : new SignOut("", "");
        }
    }
}
