/** A recommender that asks a SageMaker endpoint; alone here it needs the AWS SDK. */
@NullMarked
package io.recsys.sagemaker.remote;

import org.jspecify.annotations.NullMarked;
