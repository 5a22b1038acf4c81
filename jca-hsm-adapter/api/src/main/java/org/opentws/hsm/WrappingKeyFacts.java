package org.opentws.hsm;

/**
 * A wrapping key as the device reports it; what it does not report counts as the unsafe answer.
 *
 * @param bits its length
 * @param extractable it leaves the device, if only in the form that the next value says
 * @param wrapWithTrusted it leaves the device under a trusted wrapping key only
 * @param wrapsOnly it wraps and unwraps, and neither encrypts, decrypts nor derives
 */
public record WrappingKeyFacts(
    int bits, boolean sensitive, boolean extractable, boolean wrapWithTrusted, boolean wrapsOnly) {}
