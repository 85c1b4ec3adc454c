package dev.tare.server.demo;

import java.util.Random;

/** Seeded chance in the shapes that usage has. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double share() {
        return random.nextDouble();
    }

    /** From 0 to {@code below} − 1. */
    int below(int below) {
        return random.nextInt(below);
    }

    long bits() {
        return random.nextLong();
    }

    /** Heavy-tailed around a median: many small ones, few very large. */
    double logNormal(double median, double spread) {
        return median * Math.exp(spread * random.nextGaussian());
    }

    /** How often something happens that is expected {@code mean} times. */
    int poisson(double mean) {
        if (mean > 30) {
            return Math.max(0, (int) Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; product *= random.nextDouble()) {
            count++;
        }
        return Math.max(0, count);
    }

    /** Waiting time until something that happens every {@code mean} days. */
    double waiting(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** An index, each as likely as its weight. */
    int pick(double... weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double at = random.nextDouble() * total;
        for (int i = 0; i < weights.length - 1; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
