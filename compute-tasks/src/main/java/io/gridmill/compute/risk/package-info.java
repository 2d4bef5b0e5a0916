/**
 * The built-in task {@code portfolio-risk}: value and Greeks of European options, and value at risk from simulated markets.
 *
 * <p>Enter at {@link io.gridmill.compute.risk.PortfolioRisk}. Every number of a position follows from its row and the parameters alone, and
 * sums are exact over rounded terms, so the answer is the same to the last bit however rows are spread.
 */
@NullMarked
package io.gridmill.compute.risk;

import org.jspecify.annotations.NullMarked;
