package dev.tare.bench.tracker;

import org.HdrHistogram.Histogram;

/** One thread's calls at a steady pace, and how long each kept it. */
final class Pacer implements Runnable {
    private final Candidate candidate;
    private final long nanosBetween;
    private final long nanos;
    private final Histogram all = new Histogram(3);
    private final Histogram handOver = new Histogram(3);

    Pacer(Candidate candidate, long nanosBetween, long nanos) {
        this.candidate = candidate;
        this.nanosBetween = nanosBetween;
        this.nanos = nanos;
    }

    @Override
    public void run() {
        long begun = System.nanoTime();
        long due = begun;
        for (long n = 0; due - begun < nanos; n++) {
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            Object made = candidate.make(n);
            long middle = System.nanoTime();
            candidate.handOver(made);
            long end = System.nanoTime();
            all.recordValue(end - start);
            handOver.recordValue(end - middle);
            // Who was late doesn't hurry afterwards: that would be another load.
            due = Math.max(due + nanosBetween, end);
        }
    }

    Histogram all() {
        return all;
    }

    Histogram handOver() {
        return handOver;
    }
}
