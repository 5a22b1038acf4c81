/**
 * {@code ./tws bench}: loads a running system from outside, in interleaved rounds, and says what an
 * answer costs. A new benchmark is one class that implements {@link
 * org.opentws.benchmarks.frame.Benchmark} and one line in {@link org.opentws.benchmarks.Bench}.
 */
@NullMarked
package org.opentws.benchmarks;

import org.jspecify.annotations.NullMarked;
