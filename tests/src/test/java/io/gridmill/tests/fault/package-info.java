/**
 * What is promised when something fails: nodes die, stop, come and go; clients go; shares throw; disks come back.
 *
 * <p>Enter at {@link io.gridmill.tests.fault.KillIT}. Every test compares every row of every sink with {@link io.gridmill.tests.fault.Oracle},
 * which is DuckDB over the file that was loaded and knows nothing of Gridmill.
 */
@NullMarked
package io.gridmill.tests.fault;

import org.jspecify.annotations.NullMarked;
