/** Divisions of a data set into a training and a test part. */
@NullMarked
package io.recsys.split;

import org.jspecify.annotations.NullMarked;
