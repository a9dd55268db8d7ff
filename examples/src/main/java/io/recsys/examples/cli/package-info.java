/** The commands of the command line, a class each, and what they share. */
@NullMarked
package io.recsys.examples.cli;

import org.jspecify.annotations.NullMarked;
