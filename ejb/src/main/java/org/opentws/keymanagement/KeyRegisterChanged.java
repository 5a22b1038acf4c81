package org.opentws.keymanagement;

/** CDI event: the register of keys changed in the transaction that fires this. */
public record KeyRegisterChanged(String keyId) {}
