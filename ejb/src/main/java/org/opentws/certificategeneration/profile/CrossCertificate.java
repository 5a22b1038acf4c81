package org.opentws.certificategeneration.profile;

import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.opentws.value.Der;

/**
 * What two persons agree on about another provider's CA (CG3).
 *
 * @param subject its name, octet by octet as it stands in the certificates that it issues
 * @param keyIdentifier as it names its key itself; empty if it does not say
 * @param pathLength how many CAs there may be below it
 * @param policies object identifiers of the policies that are accepted
 */
public record CrossCertificate(
    X500Name subject,
    Der subjectPublicKeyInfo,
    Optional<Der> keyIdentifier,
    Period life,
    int pathLength,
    List<String> policies,
    PermittedNames permitted) {
  /** Under which its certificates are stored, as those of subjects are under their profile. */
  public static final String PROFILE = "cross-certificate";

  public static final String VERSION = "1.0";

  public CrossCertificate {
    policies = List.copyOf(policies);
  }
}
