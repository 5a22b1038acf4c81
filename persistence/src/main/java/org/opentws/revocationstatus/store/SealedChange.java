package org.opentws.revocationstatus.store;

import java.util.Optional;

/**
 * A change as it lies in the log.
 *
 * @param seal empty for a change of a version that did not seal yet
 */
public record SealedChange(StatusChangeRow change, Optional<ChangeSeal> seal) {}
