package dev.tare.server.wiring;

import dev.tare.server.http.EstimateResource;
import dev.tare.server.http.IntakeSettings;
import dev.tare.server.http.PriceFindingsResource;
import dev.tare.server.http.PricesResource;
import dev.tare.server.http.ReconcileResource;
import dev.tare.server.http.RepriceResource;
import dev.tare.server.pricelist.Catalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What answers about prices: the book, what is missing in it, what a change or a bill would book.
 */
@Configuration(proxyBeanMethods = false)
class PriceConfiguration {
    @Bean
    PricesResource prices(House house) {
        return new PricesResource(house.journal(), house::books, house.clock());
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
