/**
 * What sinks of all types share: options, read strictly, and the checked reading of an attempt's batches. An unknown, missing or wrong
 * option is a USER error that names it, and the nearest known one; values may be secrets, so only harmless ones are ever shown.
 * The sinks themselves are in the packages below, one a kind of resource, and are found through
 * {@link io.gridmill.core.sink.SinkFactory}. Must not know Ignite, Chronicle or loaders.
 */
@NullMarked
package io.gridmill.sinks;

import org.jspecify.annotations.NullMarked;
