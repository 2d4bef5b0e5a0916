package io.gridmill.benchmarks.sidebyside;

import java.util.Arrays;
import java.util.Locale;

/** Times of one contender's rounds, milliseconds. For one thread. */
final class Times {
    private double[] millis = new double[0];

    /** Runs and times something. */
    void time(Work work) throws Exception {
        long began = System.nanoTime();
        work.run();
        add(System.nanoTime() - began);
    }

    void add(long nanos) {
        millis = Arrays.copyOf(millis, millis.length + 1);
        millis[millis.length - 1] = nanos / 1e6;
    }

    double median() {
        return quantile(0.5);
    }

    /** The least time that at least this part of the rounds did not exceed. */
    double quantile(double part) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }

    /** Median, and the quartiles around it. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f ms (%.2f to %.2f)", median(), quantile(0.25), quantile(0.75));
    }

    /** Work that may fail in any way. */
    interface Work {
        void run() throws Exception;
    }
}
