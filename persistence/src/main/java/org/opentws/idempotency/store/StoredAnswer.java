package org.opentws.idempotency.store;

import org.opentws.value.Der;

/**
 * An answer as it left the system.
 *
 * @param headers lines "Name: value"
 */
public record StoredAnswer(int status, String headers, Der body) {}
