/** Timings of the readers. */
@NullMarked
package io.recsys.source;

import org.jspecify.annotations.NullMarked;
