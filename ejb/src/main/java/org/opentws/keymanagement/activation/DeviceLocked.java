package org.opentws.keymanagement.activation;

/** CDI event: a person locked a device in the transaction that fires this. */
public record DeviceLocked(String device) {}
