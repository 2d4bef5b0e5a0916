/** What clients submit and what they are told: specs, states, ids. Encoded by the json package. */
@NullMarked
package io.gridmill.core.job;

import org.jspecify.annotations.NullMarked;
