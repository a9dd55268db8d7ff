/** What an application talks to: a recommender, the question, the answer; and what trains one. */
@NullMarked
package io.recsys;

import org.jspecify.annotations.NullMarked;
