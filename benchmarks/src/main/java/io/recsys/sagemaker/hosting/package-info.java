/** Measurements of the endpoint. */
@NullMarked
package io.recsys.sagemaker.hosting;

import org.jspecify.annotations.NullMarked;
