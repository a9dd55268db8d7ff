/**
 * The only dense arithmetic: a plain version and one on the Vector API, with equal results.
 *
 * <p>Each output of a dense layer is one chain of fused multiply-adds over the inputs in their
 * order, whatever the version, the number of rows or the width of the machine's vectors. So a score
 * is the same to the last bit alone and in a batch, with and without {@code --add-modules
 * jdk.incubator.vector}, and the version may change while a process runs.
 */
@NullMarked
package io.recsys.kernel;

import org.jspecify.annotations.NullMarked;
