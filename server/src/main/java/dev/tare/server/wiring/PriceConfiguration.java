package dev.tare.server.wiring;

import dev.tare.core.ledger.PriceDesk;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.server.dashboard.Assets;
import dev.tare.server.dashboard.DashboardSettings;
import dev.tare.server.dashboard.PricesController;
import dev.tare.server.http.EstimateResource;
import dev.tare.server.http.IntakeSettings;
import dev.tare.server.http.PriceFindingsResource;
import dev.tare.server.http.PricesResource;
import dev.tare.server.http.ReconcileResource;
import dev.tare.server.http.RepriceResource;
import dev.tare.server.pricelist.Catalogue;
import gg.jte.TemplateEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What answers about prices: the book, what is missing in it, what a change or a bill would book.
 */
@Configuration(proxyBeanMethods = false)
class PriceConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(PriceConfiguration.class);

    @Bean
    PriceDesk priceDesk(House house) {
        return new PriceDesk(
                house::books,
                ids ->
                        LOG.error(
                                "These rate cards were accepted, but others of the same names were"
                                        + " recorded: {}. Enter them anew under other names.",
                                ids));
    }

    /** One for all who ask: it works out one thing at a time. */
    @Bean
    PriceImpacts priceImpacts(House house) {
        return new PriceImpacts(house.ledger().now(), house.ledger().kept()::kept, house.zone());
    }

    @Bean
    PricesResource prices(House house, PriceDesk desk, PriceImpacts impacts) {
        return new PricesResource(
                new PricesResource.Parts(desk, house.journal(), house::books, impacts),
                house.clock());
    }

    @Bean
    PricesController pricesPage(
            House house,
            PriceDesk desk,
            PriceImpacts impacts,
            DashboardSettings settings,
            TemplateEngine templates,
            Assets assets) {
        return new PricesController(
                new PricesController.Parts(
                        desk,
                        house.journal(),
                        () -> ServerConfiguration.awaitRecorded(house),
                        impacts,
                        new PricesController.Usage(
                                house.reports(), house.ledger().unpriced(), Catalogue::cards),
                        settings),
                templates,
                assets);
    }

    @Bean
    EstimateResource estimates(House house) {
        return new EstimateResource(house::books, house.clock());
    }

    @Bean
    PriceFindingsResource priceFindings(House house) {
        return new PriceFindingsResource(
                new PriceFindingsResource.Parts(
                        house.ledger().unpriced(),
                        house.ledger().now(),
                        house.reports(),
                        house::books,
                        Catalogue::cards),
                house.clock(),
                house.zone());
    }

    @Bean
    RepriceResource repricing(House house) {
        return new RepriceResource(
                house.journal(),
                house.repricings(),
                house::slices,
                house::state,
                house.clock(),
                house.zone());
    }

    @Bean
    ReconcileResource reconciliation(House house) {
        return new ReconcileResource(new BillReconciliation(house)::answer, IntakeSettings.DEFAULT);
    }
}
