package org.opentws.hsm.token;

import java.security.cert.X509Certificate;

/** A certificate that lies in the token beside the private key of the same label. */
public record StoredCertificate(String label, X509Certificate certificate) {}
