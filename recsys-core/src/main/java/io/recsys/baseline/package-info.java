/** Yardstick models that the hybrid is judged beside; EASE also gives it neighbors. */
@NullMarked
package io.recsys.baseline;

import org.jspecify.annotations.NullMarked;
