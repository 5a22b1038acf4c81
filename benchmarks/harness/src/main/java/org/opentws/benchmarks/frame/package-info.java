/** What every benchmark uses: load by wrk, interleaved rounds, CPU time from /proc, the report. */
@NullMarked
package org.opentws.benchmarks.frame;

import org.jspecify.annotations.NullMarked;
