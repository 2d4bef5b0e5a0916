/**
 * Values written as text, on their way into columns: a {@link io.gridmill.loaders.text.ColumnFiller} parses the texts of one column without making
 * objects, and a {@link io.gridmill.loaders.text.ColumnGuess} says which type some texts fit. Must know no format.
 */
@NullMarked
package io.gridmill.loaders.text;

import org.jspecify.annotations.NullMarked;
