package dev.tare.server.dashboard;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;

/** The compiled templates; any page of the server may use them. */
public final class DashboardTemplates {
    private DashboardTemplates() {}

    /** The engine over the templates compiled into this program. */
    public static TemplateEngine engine() {
        return TemplateEngine.createPrecompiled(
                null, ContentType.Html, null, "dev.tare.server.dashboard.jte");
    }
}
