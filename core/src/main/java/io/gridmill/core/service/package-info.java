/** What a node answers to clients, in strings and byte arrays. */
@NullMarked
package io.gridmill.core.service;

import org.jspecify.annotations.NullMarked;
