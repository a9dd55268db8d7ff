/**
 * The rules of the house as tests: who may depend on whom, what is public, how things are named.
 */
@NullMarked
package io.recsys.architecture;

import org.jspecify.annotations.NullMarked;
