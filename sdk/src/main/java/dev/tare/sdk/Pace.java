package dev.tare.sdk;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How the sender waits. Tests put another in its place, in which a day passes at once. */
interface Pace {
    /** Waits that long, or until woken. */
    void await(long nanos);

    void wake();

    /** A chance number from 0 to below the bound. */
    long chance(long bound);

    /** Time that only goes forward, in nanoseconds from anywhere. */
    long nanos();

    /** The real one. */
    static Pace real() {
        return new Real();
    }

    /** Waits on a condition. A wake between two waits ends the next one at once. */
    final class Real implements Pace {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition woken = lock.newCondition();
        private boolean wake;

        @Override
        public void await(long nanos) {
            lock.lock();
            try {
                long left = nanos;
                while (!wake && left > 0) {
                    left = woken.awaitNanos(left);
                }
            } catch (InterruptedException stranger) {
                // Nobody has reason to interrupt this thread; it ends when it is told to.
                wake = true;
            } finally {
                wake = false;
                lock.unlock();
            }
        }

        @Override
        public void wake() {
            lock.lock();
            try {
                wake = true;
                woken.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long chance(long bound) {
            return ThreadLocalRandom.current().nextLong(Math.max(1, bound));
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }
}
