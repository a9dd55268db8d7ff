/** Shares of a value, fairly split among what made it. Knows no model. */
@NullMarked
package io.recsys.explain;

import org.jspecify.annotations.NullMarked;
