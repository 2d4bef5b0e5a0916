/**
 * Sources of loads. Each format is a package of its own, entered through its {@link io.gridmill.core.source.SourceFormat}, which {@link
 * java.util.ServiceLoader} finds. What formats share stands here (options) and in {@code files} (paths, stored files). Knows the
 * contracts of core and Arrow; must know neither the grid nor sinks.
 */
@NullMarked
package io.gridmill.loaders;

import org.jspecify.annotations.NullMarked;
