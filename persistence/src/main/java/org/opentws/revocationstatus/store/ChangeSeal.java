package org.opentws.revocationstatus.store;

import org.opentws.value.Der;

/**
 * Revocation management's signature under the log of changes up to and with one of them.
 *
 * @param keyId of its sealing key in the key register
 * @param signature over the text of {@link ChangeChain#head}
 */
public record ChangeSeal(String keyId, Der signature) {}
