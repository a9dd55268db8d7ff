/** Readers that turn files into a data set or a split. */
@NullMarked
package io.recsys.source;

import org.jspecify.annotations.NullMarked;
