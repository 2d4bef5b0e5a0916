/**
 * Datasets: names, versions, what each load committed, and the sink that makes a job's result the next version.
 *
 * <p>A dataset record names its visible version; a version lists loads; a load's manifest lists the chunks of its winning
 * attempts. A reader that holds a version number goes on reading it whatever happens to the name. Enter at {@link
 * io.gridmill.node.dataset.Datasets}.
 */
@NullMarked
package io.gridmill.node.dataset;

import org.jspecify.annotations.NullMarked;
