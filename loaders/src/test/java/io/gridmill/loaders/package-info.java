/** What tests of every format share: the contract of sources, and rows as plain objects. */
@NullMarked
package io.gridmill.loaders;

import org.jspecify.annotations.NullMarked;
