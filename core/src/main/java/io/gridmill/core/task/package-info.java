/** What a job runs: the contract between a node that has chunks and the logic that reads them. */
@NullMarked
package io.gridmill.core.task;

import org.jspecify.annotations.NullMarked;
