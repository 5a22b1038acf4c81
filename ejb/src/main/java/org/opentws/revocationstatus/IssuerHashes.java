package org.opentws.revocationstatus;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.opentws.value.Der;

/** What a CertID says of the issuer: hashes of its name and of its key. */
record IssuerHashes(ASN1ObjectIdentifier algorithm, Der name, Der key) {}
