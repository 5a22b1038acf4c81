package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Configuration of the status service: names {@code opentws.revocationstatus.*}. */
@ApplicationScoped
public class RevocationStatusConfiguration {
  /** What an OCSP answer says of a serial number of our own CA that was never issued. */
  public enum NotIssued {
    /** Status unknown. */
    UNKNOWN,
    /** Revoked, with the extended-revoke marker of RFC 6960, 2.2. */
    REVOKED
  }

  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.ocsp-validity", defaultValue = "PT10M")
  Duration ocspValidity;

  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.ocsp-http-max-age", defaultValue = "PT5S")
  Duration ocspHttpMaxAge;

  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.crl-http-max-age", defaultValue = "PT60S")
  Duration crlHttpMaxAge;

  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.not-issued", defaultValue = "UNKNOWN")
  NotIssued notIssued;

  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.ocsp-reuse", defaultValue = "PT60S")
  Duration ocspReuse;

  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.signers", defaultValue = "0")
  int signers;

  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.heartbeat-silence", defaultValue = "PT10S")
  Duration heartbeatSilence;

  /** PEM file with CAs: only requests signed by somebody whom they certified are answered. */
  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.request-signers")
  Optional<String> requestSigners = Optional.empty();

  /** Whose signature a request must carry; empty: none is demanded. */
  public Optional<Path> requestSigners() {
    return requestSigners.map(Path::of);
  }

  /** After so long without revocation management's heartbeat nothing is served from memory. */
  public Duration heartbeatSilence() {
    return heartbeatSilence;
  }

  /** From thisUpdate to nextUpdate of an OCSP answer. */
  public Duration ocspValidity() {
    return ocspValidity;
  }

  /** How long an HTTP cache may reuse the answer to a GET; never longer than the validity. */
  public Duration ocspHttpMaxAge() {
    return ocspHttpMaxAge;
  }

  /**
   * How old the answer to a GET may be, at most, when it is given again: only while nothing about
   * the certificate has changed on any node. PT0S: never.
   */
  public Duration ocspReuse() {
    return ocspReuse;
  }

  /** Threads that sign, each with one call in the device at a time; 0: one for each core. */
  public int signers() {
    return signers > 0 ? signers : Runtime.getRuntime().availableProcessors();
  }

  /** How long an HTTP cache may reuse a CRL; never beyond its nextUpdate. */
  public Duration crlHttpMaxAge() {
    return crlHttpMaxAge;
  }

  public NotIssued notIssued() {
    return notIssued;
  }
}
