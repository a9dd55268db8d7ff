/** Gates a recommender's quality in a build: a JUnit extension and AssertJ assertions. */
@NullMarked
package io.recsys.junit;

import org.jspecify.annotations.NullMarked;
