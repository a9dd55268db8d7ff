/** Metrics and the evaluator that applies them to any recommender by a named protocol. */
@NullMarked
package io.recsys.evaluation;

import org.jspecify.annotations.NullMarked;
