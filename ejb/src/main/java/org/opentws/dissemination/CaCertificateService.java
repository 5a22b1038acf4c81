package org.opentws.dissemination;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentws.dissemination.store.DisseminatedCertificate;
import org.opentws.dissemination.store.DisseminationRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.LinkCertificates;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.CaLink;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** Certificates of the TSP's own CAs: for everybody (RFC 5280, 4.2.2.1 caIssuers). */
@Stateless
public class CaCertificateService {
  @Inject KeyRegister keys;
  @Inject GenuineCertificates genuine;
  @Inject LinkCertificates links;
  @Inject DisseminationRepository repository;
  @Inject TrustedTime time;

  /**
   * DER of the CA's current certificate.
   *
   * @param ca the CA's id, for example "issuing"
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public DisseminatedObject certificate(String ca) {
    RegisteredKey key = find(ca);
    return DisseminatedObject.of(certificate(ca, key), key.createdAt());
  }

  /**
   * The same as PEM text.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public DisseminatedObject certificatePem(String ca) {
    RegisteredKey key = find(ca);
    String pem = Pem.certificate(certificate(ca, key));
    return DisseminatedObject.of(Der.of(pem.getBytes(StandardCharsets.US_ASCII)), key.createdAt());
  }

  /**
   * Fingerprints of the same certificate.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public Fingerprints fingerprints(String ca) {
    Der certificate = certificate(ca, find(ca));
    return new Fingerprints(
        ca,
        Sha256.hex(certificate),
        Digest.hex("SHA-384", certificate),
        Digest.hex("SHA-512", certificate));
  }

  /**
   * The certificates that link an offline CA with its successors, as PEM text: whoever trusts the
   * one key reaches over them what the other one signed (RFC 4210, 4.4).
   *
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public DisseminatedObject links(String ca) {
    List<CaLink> found = links.of(ca);
    if (found.isEmpty()) {
      throw new RequestRefused(Refusal.NOT_FOUND, "no such CA has a successor");
    }
    String pem =
        found.stream()
            .flatMap(link -> Stream.of(link.newWithOld(), link.oldWithNew()))
            .map(Pem::certificate)
            .collect(Collectors.joining());
    return DisseminatedObject.of(
        Der.of(pem.getBytes(StandardCharsets.US_ASCII)), found.get(found.size() - 1).importedAt());
  }

  /**
   * The certificates that a CA gave to CAs of other providers (CG3) and that have not ended, as PEM
   * text; whether one was revoked stands in the CA's list.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public DisseminatedObject crossCertificates(String ca) {
    List<DisseminatedCertificate> found = repository.crossCertificates(ca, time.now());
    if (found.isEmpty()) {
      throw new RequestRefused(Refusal.NOT_FOUND, "no such CA has certified another provider's");
    }
    String pem =
        found.stream()
            .map(cross -> genuine.genuine("certificate:" + ca, cross.certificate()))
            .map(Pem::certificate)
            .collect(Collectors.joining());
    return DisseminatedObject.of(
        Der.of(pem.getBytes(StandardCharsets.US_ASCII)), found.get(found.size() - 1).notBefore());
  }

  // KM2.3-s2: integrity and authenticity, each time it is given.
  private Der certificate(String ca, RegisteredKey key) {
    return genuine.genuine("ca:" + ca, key.certificate().orElseThrow());
  }

  private RegisteredKey find(String ca) {
    return signing(KeyPurpose.CERTIFICATE_SIGNING, ca)
        .or(() -> signing(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, ca))
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such CA"));
  }

  private Optional<RegisteredKey> signing(KeyPurpose purpose, String ca) {
    return keys.current(purpose, ca).filter(key -> key.certificate().isPresent());
  }
}
