package org.opentws.revocationstatus.store;

import org.opentws.value.SerialNumber;

/** One entry of the append-only log of changes, as far as a status node remembers it. */
public record StatusChangeRow(
    long sequence, String issuer, SerialNumber serial, CertificateState state) {}
