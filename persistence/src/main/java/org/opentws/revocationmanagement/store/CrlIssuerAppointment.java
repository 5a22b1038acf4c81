package org.opentws.revocationmanagement.store;

import java.time.Instant;

/**
 * Which CA makes the CRLs of another one whose key is gone.
 *
 * @param version counts the appointments for that CA, from 1
 * @param issuer the CA that signs them
 */
public record CrlIssuerAppointment(
    String ca, int version, String issuer, String requester, String approver, Instant at) {}
