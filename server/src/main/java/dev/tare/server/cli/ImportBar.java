package dev.tare.server.cli;

import dev.tare.server.importer.ImportRun;
import dev.tare.server.wire.Figures;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far an import has come, for a person at a terminal; silent where there is none. */
final class ImportBar implements ImportRun.Progress, AutoCloseable {
    private final String name;
    private final String unit;
    private final long unitSize;
    private @Nullable ProgressBar bar;

    /**
     * @param unit what a step of the bar is called, with a blank before it
     * @param unitSize how much of what is reported makes one step
     */
    ImportBar(String name, String unit, long unitSize) {
        this.name = name;
        this.unit = unit;
        this.unitSize = unitSize;
    }

    /** Of a ledger in a database whose days are cut anew in another zone. */
    static ImportBar ofDays() {
        return new ImportBar("Cutting the days anew", " events", 1);
    }

    @Override
    public void at(long bytesRead, long bytesTotal, long rows) {
        if (Terminal.find() == null) {
            return;
        }
        if (bar == null) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(name)
                            .setUnit(unit, unitSize)
                            .setInitialMax(bytesTotal)
                            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                            .setConsumer(new ConsoleProgressBarConsumer(System.err))
                            .build();
        }
        bar.stepTo(bytesRead);
        bar.setExtraMessage(Figures.grouped(Long.toString(rows)) + " rows");
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
