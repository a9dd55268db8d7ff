/** Yardstick models that the hybrid is judged beside. */
@NullMarked
package io.recsys.baseline;

import org.jspecify.annotations.NullMarked;
