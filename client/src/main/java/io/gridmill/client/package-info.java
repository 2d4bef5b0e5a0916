/** The Java thin client. */
@NullMarked
package io.gridmill.client;

import org.jspecify.annotations.NullMarked;
