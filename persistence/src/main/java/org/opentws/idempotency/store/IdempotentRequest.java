package org.opentws.idempotency.store;

import org.opentws.value.Der;

/**
 * A write as its sender identifies it.
 *
 * @param scope whose keys these are: keys of different callers never meet
 * @param key the Idempotency-Key
 * @param hash SHA-256 over method, path and body
 */
public record IdempotentRequest(String scope, String key, Der hash) {}
