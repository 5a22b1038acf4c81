package org.opentws.revocationstatus;

import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.SealedChange;

/**
 * A status change that this node itself commits.
 *
 * @param chain the log of changes with it as its last
 */
record CommittedChange(SealedChange entry, ChangeChain chain) {}
