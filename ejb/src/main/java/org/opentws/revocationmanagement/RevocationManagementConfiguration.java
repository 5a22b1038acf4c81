package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Configuration of revocation management: names {@code opentws.revocationmanagement.*}. */
@ApplicationScoped
public class RevocationManagementConfiguration {
  private static final String NOBODY = "none";
  private static final int OCTETS_A_KIB = 1024;

  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.answer-within", defaultValue = "PT10S")
  Duration answerWithin;

  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.alarm-after", defaultValue = "PT10M")
  Duration alarmAfter;

  @Inject
  @ConfigProperty(
      name = "opentws.revocationmanagement.decision-alarm-after",
      defaultValue = "PT20H")
  Duration decisionAlarmAfter;

  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.crl-interval", defaultValue = "PT12H")
  Duration crlInterval;

  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.crl-validity", defaultValue = "PT36H")
  Duration crlValidity;

  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.crl-at-once-kib", defaultValue = "4096")
  long crlAtOnceKib;

  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.enterprise-senders", defaultValue = NOBODY)
  Set<String> enterpriseSenders;

  /** A status change call waits so long for the effect; then it is told that it will come. */
  public Duration answerWithin() {
    return answerWithin;
  }

  /** A request that waits longer raises an alarm; must be well below the 60 minutes of RM1.1. */
  public Duration alarmAfter() {
    return alarmAfter;
  }

  /** One that waits this long raises another: the law gives 24 hours (EIDAS-24.3). */
  public Duration decisionAlarmAfter() {
    return decisionAlarmAfter;
  }

  /** A CRL is made at least this often, without any change too; RM2.2a allows 24 hours. */
  public Duration crlInterval() {
    return crlInterval;
  }

  /** From thisUpdate to nextUpdate of a CRL: longer than the interval, so that CRLs overlap. */
  public Duration crlValidity() {
    return crlValidity;
  }

  /**
   * A complete CRL of at most so many octets is made anew with each change; a longer one only in
   * its interval, and what changes meanwhile stands on delta CRLs.
   */
  public long crlAtOnceOctets() {
    return crlAtOnceKib * OCTETS_A_KIB;
  }

  /** Systems whose sealed messages on queue StatusChangeRequests count, comma separated. */
  public boolean isEnterpriseSender(String sender) {
    return !sender.equals(NOBODY) && enterpriseSenders.contains(sender);
  }
}
