/** The audit log at full load: its own writer and sealer, in processes that do nothing else. */
@NullMarked
package org.opentws.benchmarks.audit;

import org.jspecify.annotations.NullMarked;
