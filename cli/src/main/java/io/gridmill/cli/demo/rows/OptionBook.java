package io.gridmill.cli.demo.rows;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Option positions made from a seed, and what they are worth together, computed apart from the grid in plain steps. */
public final class OptionBook {
    public static final String COLUMNS =
            "id BIGINT, kind VARCHAR, spot DOUBLE, strike DOUBLE, years DOUBLE, rate DOUBLE,"
                    + " volatility DOUBLE, quantity BIGINT";

    private final int count;
    private double value;
    private double delta;

    private OptionBook(int count) {
        this.count = count;
    }

    /** Writes so many positions to a CSV file with a header line. */
    public static OptionBook write(Path file, long seed, int count) throws IOException {
        OptionBook book = new OptionBook(count);
        SplittableRandom random = new SplittableRandom(seed);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            out.print("id,kind,spot,strike,years,rate,volatility,quantity\n");
            for (int id = 0; id < count; id++) {
                boolean call = random.nextBoolean();
                double spot = random.nextInt(6_000, 14_000) / 100.0;
                double strike = random.nextInt(5_000, 15_000) / 100.0;
                double years = random.nextInt(10, 300) / 100.0;
                double rate = random.nextInt(0, 80) / 1000.0;
                double volatility = random.nextInt(10, 50) / 100.0;
                int quantity = random.nextInt(-1_000, 1_000);
                out.printf(
                        Locale.ROOT,
                        "%d,%s,%.2f,%.2f,%.2f,%.3f,%.2f,%d\n",
                        id,
                        call ? "call" : "put",
                        spot,
                        strike,
                        years,
                        rate,
                        volatility,
                        quantity);
                book.add(call ? 1 : -1, spot, strike, years, rate, volatility, quantity);
            }
        }
        return book;
    }

    private void add(int sign, double spot, double strike, double years, double rate, double volatility, int quantity) {
        double spread = volatility * Math.sqrt(years);
        double d1 = (StrictMath.log(spot / strike) + rate * years) / spread + spread / 2;
        double inTheMoney = normalCdf(sign * d1);
        double paid = strike * StrictMath.exp(-rate * years) * normalCdf(sign * (d1 - spread));
        value += quantity * sign * (spot * inTheMoney - paid);
        delta += quantity * sign * inTheMoney;
    }

    /** Marsaglia, Evaluating the Normal Distribution, 2004: the density times x + x^3/3 + x^5/(3*5) + ... */
    private static double normalCdf(double x) {
        if (Math.abs(x) > 10) {
            return x < 0 ? 0 : 1;
        }
        double sum = x;
        double term = x;
        for (int n = 3; Math.abs(term) > 1e-20; n += 2) {
            term *= x * x / n;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    public int count() {
        return count;
    }

    public double value() {
        return value;
    }

    public double delta() {
        return delta;
    }
}
