/** Runnable examples: the command line, and one small program for each use of the library. */
@NullMarked
package io.recsys.examples;

import org.jspecify.annotations.NullMarked;
