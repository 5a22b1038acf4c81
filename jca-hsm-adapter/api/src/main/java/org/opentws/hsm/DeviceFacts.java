package org.opentws.hsm;

/**
 * What a token says of itself.
 *
 * @param testDevice true for SoftHSM: every place that shows the device says so
 */
public record DeviceFacts(
    String tokenLabel,
    String manufacturer,
    String model,
    String serialNumber,
    String firmwareVersion,
    boolean testDevice) {}
