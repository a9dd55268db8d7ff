/** The endpoint that the service asks in a container: a recommender behind HTTP. */
@NullMarked
package io.recsys.sagemaker.hosting;

import org.jspecify.annotations.NullMarked;
