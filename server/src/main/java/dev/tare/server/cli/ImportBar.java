package dev.tare.server.cli;

import dev.tare.server.importer.ImportRun;
import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far an import has come, for a person at a terminal; silent where there is none. */
final class ImportBar implements ImportRun.Progress, AutoCloseable {
    private static final long KILO = 1_024;

    private final String name;
    private @Nullable ProgressBar bar;

    ImportBar(String name, PrintWriter err) {
        this.name = name;
        err.flush();
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
                            .setUnit(" KiB", KILO)
                            .setInitialMax(bytesTotal)
                            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                            .setConsumer(new ConsoleProgressBarConsumer(System.err))
                            .build();
        }
        bar.stepTo(bytesRead);
        bar.setExtraMessage(ReportText.grouped(Long.toString(rows)) + " rows");
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
