/** Clause 5.5: what a time-stamp costs. */
@NullMarked
package org.opentws.benchmarks.tsa;

import org.jspecify.annotations.NullMarked;
