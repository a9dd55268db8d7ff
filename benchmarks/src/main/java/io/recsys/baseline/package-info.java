/** Timings of the baselines. */
@NullMarked
package io.recsys.baseline;

import org.jspecify.annotations.NullMarked;
