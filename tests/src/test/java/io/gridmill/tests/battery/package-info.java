/**
 * The fault battery: rounds of one job each, hurt at a named point of the protocol, and every row of every sink compared afterwards.
 *
 * <p>Enter at {@link io.gridmill.tests.battery.BatteryIT}; {@link io.gridmill.tests.battery.Deck} says what is played,
 * {@link io.gridmill.tests.battery.Script} how. A round is made from a seed and its number, so it can be played again alone. Nodes, sinks
 * and clients are real processes; the judge is {@link io.gridmill.tests.fault.Oracle}, which knows the rows and nothing of Gridmill.
 */
@NullMarked
package io.gridmill.tests.battery;

import org.jspecify.annotations.NullMarked;
