package org.opentws.dataencryption.store;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.Der;

/**
 * Which key in a device wraps data keys (5.2.5.1: an infrastructure key).
 *
 * @param id also its label in the device
 * @param token the device
 * @param backup the key, encrypted with the device's backup key (KM6.4); empty if the device has
 *     none
 */
public record KeyEncryptionKey(String id, String token, Optional<Der> backup, Instant createdAt) {}
