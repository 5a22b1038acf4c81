package org.opentws.revocationmanagement.store;

/** A row of table {@code third_party}: what it says, and the seal over that. */
public record SealedThirdParty(ThirdPartyVersion version, String seal) {}
