package dev.tare.server.wiring;

import dev.tare.server.dashboard.Assets;
import dev.tare.server.dashboard.CallsController;
import dev.tare.server.dashboard.DashboardSettings;
import dev.tare.server.http.EventsResource;
import gg.jte.TemplateEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What shows single events and explains them. */
@Configuration(proxyBeanMethods = false)
class CallsConfiguration {
    @Bean
    EventsResource events(House house) {
        return new EventsResource(
                new EventsResource.Parts(house.ledger().events(), house.reports(), house::books),
                house.clock(),
                house.zone());
    }

    @Bean
    CallsController callsPage(
            House house, DashboardSettings settings, TemplateEngine templates, Assets assets) {
        return new CallsController(
                new CallsController.Parts(
                        house.ledger().events(), house.reports(), house::books, settings),
                templates,
                assets);
    }
}
