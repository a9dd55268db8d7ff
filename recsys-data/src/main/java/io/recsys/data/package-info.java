/**
 * The in-memory form of what happened: ids, interactions, attributes, and the data set that binds
 * them.
 */
@NullMarked
package io.recsys.data;

import org.jspecify.annotations.NullMarked;
