package org.opentws.certificategeneration;

import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** A certificate that is signed, verified and stored. */
public record GeneratedCertificate(String issuer, SerialNumber serial, Der certificate) {}
