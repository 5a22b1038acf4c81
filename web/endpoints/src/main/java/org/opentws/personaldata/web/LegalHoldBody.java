package org.opentws.personaldata.web;

/**
 * Body of an order to keep.
 *
 * @param reason why, without the person's name
 */
public record LegalHoldBody(String reason) {}
