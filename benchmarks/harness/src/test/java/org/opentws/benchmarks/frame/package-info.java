@NullMarked
package org.opentws.benchmarks.frame;

import org.jspecify.annotations.NullMarked;
