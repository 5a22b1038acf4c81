package org.opentws.certificategeneration;

import java.io.IOException;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.opentws.certificategeneration.profile.CrossCertificate;
import org.opentws.certificategeneration.profile.PermittedNames;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.OperationParameters;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * The parameters of CROSS_CERTIFY, read and judged by themselves: the other provider's request is
 * the one whose fingerprint it told over another channel, and its key signed it (CG3.1b).
 *
 * @param ca the CA of ours that signs
 * @param request SHA-256 of the PKCS#10
 */
record CrossCertificateOrder(String ca, CrossCertificate wanted, String request) {
  private static final Set<String> KNOWN =
      Set.of("ca", "pkcs10", "fingerprint", "days", "pathLength", "policies", "permitted");

  private static final int DAYS_MAX = 3_650;
  private static final int PATH_LENGTH_MAX = 5;
  private static final int POLICIES_MAX = 20;
  private static final int KEY_IDENTIFIER_OCTETS_MAX = 64;
  private static final String ANY_POLICY = "2.5.29.32.0";
  private static final Pattern OID = Pattern.compile("[012](\\.(0|[1-9][0-9]{0,30})){1,30}");

  /**
   * Reads them.
   *
   * @throws RequestRefused MALFORMED_REQUEST, SEAL_BROKEN, PROOF_OF_POSSESSION_FAILED
   */
  static CrossCertificateOrder read(Map<String, String> raw) {
    OperationParameters parameters = new OperationParameters(raw, KNOWN);
    Der encoded = parameters.requiredDer("pkcs10");
    String request = Sha256.hex(encoded);
    String told =
        parameters.required("fingerprint").replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
    if (!told.equals(request)) {
      throw new RequestRefused(
          Refusal.SEAL_BROKEN, "the request is not the one whose fingerprint was told");
    }
    Der publicKey = PossessionEvidence.publicKey(encoded);
    PossessionEvidence.verify(encoded, publicKey);
    PKCS10CertificationRequest pkcs10 = parsed(encoded);
    if (pkcs10.getSubject().getRDNs().length == 0) {
      throw OperationParameters.malformed("the request names no CA");
    }
    CrossCertificate wanted =
        new CrossCertificate(
            pkcs10.getSubject(),
            publicKey,
            keyIdentifier(pkcs10),
            Period.ofDays(number(parameters, "days", 1, DAYS_MAX)),
            number(parameters, "pathLength", 0, PATH_LENGTH_MAX),
            policies(parameters.required("policies")),
            PermittedNames.read(parameters.required("permitted")));
    return new CrossCertificateOrder(parameters.required("ca"), wanted, request);
  }

  private static PKCS10CertificationRequest parsed(Der encoded) {
    try {
      return new PKCS10CertificationRequest(encoded.octets());
    } catch (IOException e) {
      throw new IllegalStateException("a request that was verified cannot be read", e);
    }
  }

  /** As the other CA names its key in what it issues (RFC 5280, 4.2.1.1). */
  private static Optional<Der> keyIdentifier(PKCS10CertificationRequest pkcs10) {
    try {
      Optional<byte[]> asked =
          Optional.ofNullable(pkcs10.getRequestedExtensions())
              .map(CrossCertificateOrder::keyIdentifier);
      if (asked.filter(octets -> octets.length > KEY_IDENTIFIER_OCTETS_MAX).isPresent()) {
        throw OperationParameters.malformed("the request's key identifier is too long");
      }
      return asked.filter(octets -> octets.length > 0).map(Der::of);
    } catch (IllegalArgumentException | IllegalStateException e) { // from BC, on hostile input
      throw OperationParameters.malformed("the request's extensions cannot be read");
    }
  }

  private static byte[] keyIdentifier(Extensions asked) {
    Extension found = asked.getExtension(Extension.subjectKeyIdentifier);
    return found == null
        ? new byte[0]
        : SubjectKeyIdentifier.getInstance(found.getParsedValue()).getKeyIdentifier();
  }

  private static int number(OperationParameters parameters, String name, int min, int max) {
    String text = parameters.required(name).strip();
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < min
        || Integer.parseInt(text) > max) {
      throw OperationParameters.malformed("'%s': from %d to %d".formatted(name, min, max));
    }
    return Integer.parseInt(text);
  }

  private static List<String> policies(String text) {
    List<String> policies = Arrays.stream(text.strip().split("[\\s,]+")).distinct().toList();
    if (policies.size() > POLICIES_MAX
        || policies.contains(ANY_POLICY)
        || !policies.stream().allMatch(oid -> OID.matcher(oid).matches())) {
      throw OperationParameters.malformed(
          "'policies': 1 to 20 object identifiers with blanks between, each of one policy");
    }
    return policies;
  }

  /** What exactly the two persons agree on. */
  String words() {
    return ("Let CA '%s' certify the CA of another provider '%s': key %s, request %s (SHA-256);"
            + " %d days from the moment of generation; CAs below it: at most %d; policies: %s; %s."
            + " Compare the request's fingerprint with what the other provider told you.")
        .formatted(
            ca,
            wanted.subject(),
            Sha256.hex(wanted.subjectPublicKeyInfo()),
            request,
            wanted.life().getDays(),
            wanted.pathLength(),
            String.join(" ", wanted.policies()),
            wanted.permitted().words());
  }
}
