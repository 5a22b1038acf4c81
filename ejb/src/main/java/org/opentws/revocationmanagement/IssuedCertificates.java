package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.access.store.Permission;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * What the CAs of this system have issued, also what the database does not know any more: a
 * certificate proves that by its CA's signature (RM2.1).
 */
@ApplicationScoped
public class IssuedCertificates {
  /** No certificate of ours comes near to it; a parser never sees more. */
  private static final int OCTETS_MAX = 65_536;

  private static final String NONE = "no such certificate";

  /** No CA has this name. */
  private static final String NO_CA = "";

  @Inject KeyRegister keyRegister;
  @Inject CertificateStatusDatabase statusDatabase;
  @Inject StatusChangeInbox inbox;

  /** The certificates of a CA's keys, those of former keys too; empty if it is none of ours. */
  List<Der> ofCa(String issuer) {
    return Stream.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING)
        .map(keyRegister::ofPurpose)
        .flatMap(List::stream)
        .filter(key -> key.owner().equals(issuer))
        .map(RegisteredKey::certificate)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * What an officer needs to change the status of a CA's certificates: those of infrastructure and
   * control keys are the Security Officers' alone (RM1.5a).
   */
  Permission permissionToChange(String issuer) {
    return keyRegister.current(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, issuer).isPresent()
        ? Permission.STATUS_CHANGE_MANAGEMENT
        : Permission.STATUS_CHANGE_SUBJECT;
  }

  /**
   * The state of an issued certificate.
   *
   * @param shown the certificate itself: if the database lost it, it is entered again
   * @param requester who shows it
   * @throws RequestRefused NOT_FOUND, MALFORMED_REQUEST
   */
  CertificateState state(
      String issuer, SerialNumber serial, Optional<Der> shown, String requester) {
    return statusDatabase
        .find(issuer, serial)
        .map(status -> status.state())
        .orElseGet(() -> entered(issuer, serial, shown.orElseThrow(() -> lost()), requester));
  }

  private CertificateState entered(
      String issuer, SerialNumber serial, Der shown, String requester) {
    if (!isOf(issuer, serial, shown)) {
      throw notSigned();
    }
    inbox.enter(issuer, serial, Optional.of(shown), requester);
    return CertificateState.GOOD;
  }

  /** Whether a certificate is this CA's, under this serial number, by its signature. */
  boolean isOf(String issuer, SerialNumber serial, Der shown) {
    return holder(issuer, shown).filter(serial::equals).isPresent();
  }

  /**
   * The serial number of a certificate that this CA signed; empty if it did not.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  Optional<SerialNumber> holder(String issuer, Der shown) {
    if (shown.length() > OCTETS_MAX) {
      throw malformed(new IOException("too long"));
    }
    try {
      X509CertificateHolder certificate = new X509CertificateHolder(shown.octets());
      return CaSignature.isOfOne(certificate, ofCa(issuer))
          ? Optional.of(new SerialNumber(certificate.getSerialNumber()))
          : Optional.empty();
    } catch (IOException | OperatorCreationException | CertificateException | RuntimeException e) {
      // RuntimeException: the parser reports some malformed input by unchecked exceptions.
      throw malformed(e);
    }
  }

  /**
   * What is said of a certificate that does not exist, for one that the caller does not work for
   * (SA1.1).
   *
   * @param shown what the caller holds for it
   */
  RequestRefused outside(Optional<Der> shown) {
    return shown.filter(certificate -> holder(NO_CA, certificate).isEmpty()).isPresent()
        ? notSigned()
        : lost();
  }

  private static RequestRefused notSigned() {
    return new RequestRefused(Refusal.NOT_FOUND, NONE + ": this CA did not sign what is shown");
  }

  private static RequestRefused lost() {
    return new RequestRefused(Refusal.NOT_FOUND, NONE + "; if the database lost it, show it");
  }

  private static RequestRefused malformed(Exception why) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, "what is shown is no certificate", why);
  }
}
