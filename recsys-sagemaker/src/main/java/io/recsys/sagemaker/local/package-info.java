/**
 * The service's local twin: the same entry point in a process of its own, with the service's
 * limits.
 */
@NullMarked
package io.recsys.sagemaker.local;

import org.jspecify.annotations.NullMarked;
