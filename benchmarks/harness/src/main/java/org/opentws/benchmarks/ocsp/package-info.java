/** Clause 5.3.6: what an OCSP answer costs. */
@NullMarked
package org.opentws.benchmarks.ocsp;

import org.jspecify.annotations.NullMarked;
