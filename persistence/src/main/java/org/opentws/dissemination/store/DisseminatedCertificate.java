package org.opentws.dissemination.store;

import java.time.Instant;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** One certificate of the repository. */
public record DisseminatedCertificate(
    String issuer,
    SerialNumber serial,
    String profile,
    Instant notBefore,
    Instant notAfter,
    Der certificate) {}
