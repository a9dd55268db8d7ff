/**
 * Features: what they mean, how they are fitted on training data alone, and how they become
 * numbers.
 */
@NullMarked
package io.recsys.feature;

import org.jspecify.annotations.NullMarked;
