package io.gridmill.compute.risk;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.TaskParameters;

/**
 * What the user may choose.
 *
 * @param perPosition whether the result has a row for each position instead of one for all
 * @param seed of the simulated markets
 * @param paths how many markets are simulated, an even number
 * @param horizonYears how far ahead
 * @param correlation of any two underlyings' returns
 */
record RiskParameters(boolean perPosition, long seed, int paths, double horizonYears, double correlation) {
    private static final int MOST_PATHS = 1_000_000;
    private static final double DAYS_A_YEAR = 365;

    static RiskParameters of(TaskParameters given) {
        String result = given.text("result", "portfolio");
        if (!"portfolio".equals(result) && !"positions".equals(result)) {
            throw GridmillException.user("parameter 'result' must be portfolio or positions, got '" + result + "'");
        }
        long paths = given.integer("paths", 1000);
        if (paths < 100 || paths > MOST_PATHS || paths % 2 != 0) {
            throw GridmillException.user(
                    "parameter 'paths' must be an even number from 100 to " + MOST_PATHS + ", got " + paths);
        }
        double days = given.number("horizon-days", 10);
        if (!(days > 0 && days <= 3650)) {
            throw GridmillException.user("parameter 'horizon-days' must be above 0, and at most 3650, got " + days);
        }
        double correlation = given.number("correlation", 0.5);
        if (!(correlation >= 0 && correlation <= 1)) {
            throw GridmillException.user("parameter 'correlation' must be from 0 to 1, got " + correlation);
        }
        return new RiskParameters(
                "positions".equals(result), given.integer("seed", 1), (int) paths, days / DAYS_A_YEAR, correlation);
    }
}
