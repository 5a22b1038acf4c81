package org.opentws.access.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.opentws.value.Der;

/** The certificate of a control key, registered for one account (IA4.1, first factor). */
@Entity
@Table(name = "control_certificate")
public class ControlCertificate {
  @Id
  @Column(name = "fingerprint")
  private String fingerprint;

  @Column(name = "account")
  private String account;

  @Column(name = "certificate")
  private byte[] certificate;

  @Column(name = "registered_at")
  private Instant registeredAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected ControlCertificate() {}

  /**
   * Registers a certificate.
   *
   * @param fingerprint SHA-256 of the certificate, lower-case hexadecimal
   */
  public ControlCertificate(
      String fingerprint, String account, Der certificate, Instant registeredAt) {
    this.fingerprint = fingerprint;
    this.account = account;
    this.certificate = certificate.octets();
    this.registeredAt = registeredAt;
  }

  public String fingerprint() {
    return fingerprint;
  }

  public String account() {
    return account;
  }

  public Der certificate() {
    return Der.of(certificate);
  }

  public Instant registeredAt() {
    return registeredAt;
  }
}
