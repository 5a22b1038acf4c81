package org.opentws.audit;

import org.opentws.value.Der;

/**
 * A signature and what is needed to verify it.
 *
 * @param value ECDSA signature, DER
 * @param certificate certificate of the audit key, issued by the management CA
 * @param subjectPublicKeyInfo the key itself, DER
 */
public record CheckpointSignature(Der value, Der certificate, Der subjectPublicKeyInfo) {}
