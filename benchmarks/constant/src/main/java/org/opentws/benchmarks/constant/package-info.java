/** Deployed beside OpenTWS while a benchmark runs: what the server itself costs. */
@NullMarked
package org.opentws.benchmarks.constant;

import org.jspecify.annotations.NullMarked;
