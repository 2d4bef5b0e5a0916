/**
 * The built-in task {@code score}: a linear or logistic model applied to each row.
 *
 * <p>Enter at {@link io.gridmill.compute.score.Score}.
 */
@NullMarked
package io.gridmill.compute.score;

import org.jspecify.annotations.NullMarked;
