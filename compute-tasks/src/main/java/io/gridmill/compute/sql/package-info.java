/**
 * SQL over one dataset, from text to runnable logic. {@link io.gridmill.compute.sql.SqlCompiler} is where to enter. Calcite's parser reads the
 * text; names, types and constants are then resolved on its syntax tree by {@link io.gridmill.compute.sql.Binder}, which keeps the position
 * of every expression for messages, and {@link io.gridmill.compute.sql.Planner} cuts the query into what lanes do and what the final step does.
 * What is not supported is refused with the construct, line and column. Calcite's types and classes do not leave this package.
 */
@NullMarked
package io.gridmill.compute.sql;

import org.jspecify.annotations.NullMarked;
