package org.opentws.revocationmanagement.store;

/** An appointment under the seal of the system that wrote it. */
public record SealedCrlIssuer(CrlIssuerAppointment appointment, String seal) {}
