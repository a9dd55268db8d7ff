/** The only dense arithmetic: a plain version and one on the Vector API, chosen at start. */
@NullMarked
package io.recsys.kernel;

import org.jspecify.annotations.NullMarked;
