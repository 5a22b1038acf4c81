/**
 * AA7.1: signed checkpoints are time-stamped by a time-stamping authority at a rhythm, so that when
 * a log had which content does not rest on our clock and key alone. The log never waits for it.
 */
@NullMarked
package org.opentws.audit.stamp;

import org.jspecify.annotations.NullMarked;
