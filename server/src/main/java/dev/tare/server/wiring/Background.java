package dev.tare.server.wiring;

import dev.tare.core.ledger.RecorderSetup;
import dev.tare.server.identities.KeyFiles;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the threads that work through the journal step back behind those that answer callers: on a
 * machine with few processors a caller would otherwise wait its turn behind each transaction.
 */
public final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    /** A third of the usual share where processors are short, and all of it where they aren't. */
    private static final int NICE = 5;

    private static final int THIS_THREAD = 0;
    private static final Duration IDLE = Duration.ofSeconds(5);

    private Background() {}

    /** A thread that helps the recorder, steps back like it, and is there only while it helps. */
    public static Executor helper() {
        ThreadPoolExecutor helper =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> helping(work));
        helper.allowCoreThreadTimeOut(true);
        return helper;
    }

    /** How a house's recorder is set up. */
    static RecorderSetup recorder(HouseSettings settings, CorrectionsWatch corrections) {
        return RecorderSetup.ALONE
                .withHelper(helper())
                .withSeed(new SecureRandom().nextLong())
                .withShelf(new KeyFiles(settings.identities(), LOG::warn))
                .withUnmatched(corrections);
    }

    private static Thread helping(Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name("recorder-ahead")
                .unstarted(() -> {
                    stepBack();
                    work.run();
                });
    }

    /** Steps back, on Linux; elsewhere a thread has no rank of its own, and nothing happens. */
    @SuppressWarnings("restricted") // The launcher allows it.
    static void stepBack() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setPriority =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("setpriority"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));
            int failed = (int) setPriority.invokeExact(0, THIS_THREAD, NICE);
            LOG.debug("The recorder steps back: {}", failed);
        } catch (Throwable unavailable) {
            LOG.debug("The recorder keeps its rank", unavailable);
        }
    }
}
