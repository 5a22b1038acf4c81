package org.opentws.keymanagement;

import org.opentws.value.Der;

/**
 * CDI event, fired inside the transaction that imports what an offline CA signed: revocation
 * management stores the CRL.
 *
 * @param ca the offline CA's id, for example "root"
 */
public record OfflineCaImported(String ca, Der certificate, Der crl) {}
