package org.opentws.revocationmanagement;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.opentws.revocationmanagement.store.CrlIssuerAppointment;
import org.opentws.revocationstatus.TestKeys;

/** Appointments in memory. */
final class TestCrlIssuers extends CrlIssuers {
  private final Map<String, CrlIssuerAppointment> appointed = new HashMap<>();

  @Override
  Map<String, CrlIssuerAppointment> appointed() {
    return appointed;
  }

  void appoint(String ca, String issuer) {
    appointed.put(ca, new CrlIssuerAppointment(ca, 1, issuer, "one", "two", Instant.EPOCH));
  }

  /** Who signs, with these keys and appointments. */
  CrlAuthorities authorities(TestKeys keys) {
    CrlAuthorities authorities = new CrlAuthorities();
    authorities.keyUse = keys;
    authorities.keys = keys;
    authorities.issuers = this;
    return authorities;
  }
}
