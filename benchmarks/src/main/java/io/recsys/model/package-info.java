/** Timings of whole answers. */
@NullMarked
package io.recsys.model;

import org.jspecify.annotations.NullMarked;
