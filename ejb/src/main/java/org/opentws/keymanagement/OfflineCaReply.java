package org.opentws.keymanagement;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.opentws.value.Der;

/**
 * What comes back from an offline CA: the certificate for a key of ours, the CA's own certificate,
 * and its CRL.
 *
 * @param owner our CA's id
 * @param issuer the offline CA's id
 */
record OfflineCaReply(
    String owner, String issuer, Der certificate, Der issuerCertificate, Der issuerCrl) {
  private static final Set<String> KNOWN =
      Set.of("owner", "certificate", "issuer", "issuerCertificate", "issuerCrl");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

  static OfflineCaReply parse(Map<String, String> raw) {
    OperationParameters parameters = new OperationParameters(raw, KNOWN);
    return new OfflineCaReply(
        id(parameters, "owner"),
        id(parameters, "issuer"),
        parameters.requiredDer("certificate"),
        parameters.requiredDer("issuerCertificate"),
        parameters.requiredDer("issuerCrl"));
  }

  private static String id(OperationParameters parameters, String name) {
    String value = parameters.required(name);
    if (!ID.matcher(value).matches()) {
      throw OperationParameters.malformed("'" + name + "' is a short name in lower case");
    }
    return value;
  }
}
