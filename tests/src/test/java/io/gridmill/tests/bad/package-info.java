/**
 * Bad inputs and what is said to them. Enter at {@link io.gridmill.tests.bad.BadInputsIT}; the cases are the YAML files beside it, one a kind of
 * input.
 */
@NullMarked
package io.gridmill.tests.bad;

import org.jspecify.annotations.NullMarked;
