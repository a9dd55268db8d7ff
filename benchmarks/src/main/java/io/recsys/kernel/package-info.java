/** Timings of the dense arithmetic, beside it in the package to reach each version of it. */
@NullMarked
package io.recsys.kernel;

import org.jspecify.annotations.NullMarked;
