package org.opentws.access;

import org.opentws.value.Der;

/** A new account has this control certificate: from the same commit on it has a status (RM1.5a). */
public record ControlCertificateRegistered(Der certificate) {}
