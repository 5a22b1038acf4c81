/** How fast a CRL of a million entries is made. */
@NullMarked
package org.opentws.benchmarks.crl;

import org.jspecify.annotations.NullMarked;
