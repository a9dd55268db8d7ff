/**
 * The trained hybrid model: its parts, its file format, and answering queries with it in plain
 * Java.
 */
@NullMarked
package io.recsys.model;

import org.jspecify.annotations.NullMarked;
