/** Training of the hybrid model with DJL's PyTorch engine; nothing else touches DJL. */
@NullMarked
package io.recsys.train;

import org.jspecify.annotations.NullMarked;
