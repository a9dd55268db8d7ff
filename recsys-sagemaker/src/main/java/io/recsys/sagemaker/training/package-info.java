/** A training job and a processing job, as the service starts them in a container. */
@NullMarked
package io.recsys.sagemaker.training;

import org.jspecify.annotations.NullMarked;
