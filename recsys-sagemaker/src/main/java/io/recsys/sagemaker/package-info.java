/**
 * What runs in a SageMaker container: its one entry point, and the folders that the service lays
 * out.
 */
@NullMarked
package io.recsys.sagemaker;

import org.jspecify.annotations.NullMarked;
