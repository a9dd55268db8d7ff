/**
 * The bodies of requests and answers, read and written alike by the container and by its callers.
 */
@NullMarked
package io.recsys.sagemaker.protocol;

import org.jspecify.annotations.NullMarked;
