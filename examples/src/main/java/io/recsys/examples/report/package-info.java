/** What data, models and their answers look like: figures as pictures, maps for JSON, and HTML. */
@NullMarked
package io.recsys.examples.report;

import org.jspecify.annotations.NullMarked;
