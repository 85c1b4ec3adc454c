package dev.tare.server.tables;

import org.jspecify.annotations.Nullable;

/** Something a report is summed up from; several such parts are added up. */
sealed interface SumsPart {
    /** The table of the sums. */
    String sumsFrom();

    /** The table of the quantities. */
    String quantitiesFrom(Engine engine);

    /** The column of the model; the empty text where there is none. */
    String model();

    /** A sum. */
    String sum(SumColumn column);

    /** The sum of a quantity. */
    String quantity();

    /** A rollup table, and the one of its quantities, {@code null} where none has them. */
    record OfTable(RollupTable sums, @Nullable RollupTable quantities) implements SumsPart {
        @Override
        public String sumsFrom() {
            return sums.table();
        }

        @Override
        public String quantitiesFrom(Engine engine) {
            if (quantities == null) {
                throw new IllegalStateException("No quantities stand beside " + sums.table());
            }
            return quantities.table();
        }

        @Override
        public String model() {
            return "model";
        }

        @Override
        public String sum(SumColumn column) {
            return sums.isCharged() ? column.overCharged() : column.overRollup();
        }

        @Override
        public String quantity() {
            return "SUM(quantity)";
        }
    }

    /** Rows of events: answer everything. */
    record OfRows(LogSource rows) implements SumsPart {
        @Override
        public String sumsFrom() {
            return rows.from();
        }

        @Override
        public String quantitiesFrom(Engine engine) {
            return engine.quantityRows(rows.rows());
        }

        @Override
        public String model() {
            return "COALESCE(model, '')";
        }

        @Override
        public String sum(SumColumn column) {
            return rows.sum(column);
        }

        @Override
        public String quantity() {
            return rows.quantity();
        }
    }
}
