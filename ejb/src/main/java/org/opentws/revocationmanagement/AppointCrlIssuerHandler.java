package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.revocationmanagement.store.CrlIssuerAppointment;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.time.TrustedTime;

/**
 * Lets another CA of ours make the CRLs of a CA whose key is destroyed or compromised (RFC 5280,
 * 5.2.5), and makes the first one at once. Parameters: ca, issuer.
 */
@ApplicationScoped
public class AppointCrlIssuerHandler implements OperationHandler {
  /** States from which no key ever signs again. */
  private static final Set<KeyState> GONE = EnumSet.of(KeyState.DESTROYED, KeyState.COMPROMISED);

  @Inject KeyRegister keyRegister;
  @Inject KeyUse keyUse;
  @Inject CrlIssuers issuers;
  @Inject CurrentCrlService currentCrls;
  @Inject CrlGenerationService generation;
  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  @Override
  public String type() {
    return "APPOINT_CRL_ISSUER";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    CrlIssuerAppointment wanted = read(parameters, "", "");
    return ("Let the CA '%s' make and sign the CRLs of the CA '%s', whose key is gone: indirect"
            + " CRLs, at that CA's address, from now on")
        .formatted(wanted.issuer(), wanted.ca());
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    CrlIssuerAppointment appointment = read(parameters, requester.account(), approver.account());
    issuers.store(appointment);
    auditLog.record(
        new AuditEvent(
            AuditEventType.CRL_ISSUER_APPOINTED,
            Outcome.SUCCESS,
            appointment.requester(),
            "crl:" + appointment.ca(),
            Map.of(
                "issuer", appointment.issuer(),
                "version", Integer.toString(appointment.version()),
                "approver", appointment.approver())));
    long number = generation.generateNext(appointment.ca());
    return Map.of(
        "ca", appointment.ca(),
        "issuer", appointment.issuer(),
        "crlNumber", Long.toString(number));
  }

  private CrlIssuerAppointment read(
      Map<String, String> parameters, String requester, String approver) {
    if (!Set.of("ca", "issuer").equals(parameters.keySet())) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the parameters are 'ca' and 'issuer'");
    }
    String ca = AgreedRevocation.required(parameters, "ca");
    String issuer = AgreedRevocation.required(parameters, "issuer");
    RegisteredKey gone = gone(ca);
    refuseAfterTheLastCrl(ca);
    RegisteredKey signing = signing(issuer, ca);
    if (!haveOneParent(holder(gone), holder(signing))) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the two CAs are not certified by the same key of one CA");
    }
    int version = issuers.of(ca).map(CrlIssuerAppointment::version).orElse(0) + 1;
    Instant now = trustedTime.now().truncatedTo(ChronoUnit.MILLIS);
    return new CrlIssuerAppointment(ca, version, issuer, requester, approver, now);
  }

  /** The newest key of a CA none of whose keys can sign any more. */
  private RegisteredKey gone(String ca) {
    List<RegisteredKey> own =
        keyRegister.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING).stream()
            .filter(key -> key.owner().equals(ca))
            .toList();
    List<RegisteredKey> certified =
        own.stream().filter(key -> key.certificate().isPresent()).toList();
    if (certified.isEmpty()) {
      throw new RequestRefused(Refusal.NOT_FOUND, "no CA of that name here");
    }
    if (!own.stream().map(RegisteredKey::state).allMatch(GONE::contains)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the CA has a key that is neither destroyed nor compromised");
    }
    return certified.get(0);
  }

  private void refuseAfterTheLastCrl(String ca) {
    if (currentCrls.current(ca).filter(CrlHead::isLast).isPresent()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the CA's last CRL was made: none follows");
    }
  }

  private RegisteredKey signing(String issuer, String ca) {
    RegisteredKey signing =
        keyRegister
            .current(KeyPurpose.CERTIFICATE_SIGNING, issuer)
            .filter(key -> key.state() == KeyState.ACTIVE && !issuer.equals(ca))
            .orElseThrow(
                () ->
                    new RequestRefused(
                        Refusal.NOT_FOUND, "the issuer is no other CA with an active key here"));
    if (keyUse.find(KeyPurpose.CERTIFICATE_SIGNING, issuer).isEmpty()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the issuer's key may not sign now");
    }
    return signing;
  }

  private static X509CertificateHolder holder(RegisteredKey key) {
    try {
      return new X509CertificateHolder(key.certificate().orElseThrow().octets());
    } catch (java.io.IOException e) {
      throw new IllegalStateException("a certificate of the register cannot be read", e);
    }
  }

  /** So that whoever trusts the one finds the way to the other (RFC 5280, 6.3.3 f). */
  private static boolean haveOneParent(X509CertificateHolder one, X509CertificateHolder other) {
    AuthorityKeyIdentifier key = AuthorityKeyIdentifier.fromExtensions(one.getExtensions());
    AuthorityKeyIdentifier same = AuthorityKeyIdentifier.fromExtensions(other.getExtensions());
    return one.getIssuer().equals(other.getIssuer())
        && key != null
        && same != null
        && Arrays.equals(key.getKeyIdentifierOctets(), same.getKeyIdentifierOctets());
  }
}
