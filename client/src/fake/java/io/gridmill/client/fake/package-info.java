/**
 * A grid in this JVM's memory, for tests of whatever talks to one. Enter at {@link io.gridmill.client.fake.FakeGrid}; it knows nothing
 * of nodes, and its jobs end as the test says.
 */
@NullMarked
package io.gridmill.client.fake;

import org.jspecify.annotations.NullMarked;
