package org.opentws.access.store;

/** A version as it stands in the database. */
public record SealedOfficerSigner(OfficerSigner signer, String seal) {}
