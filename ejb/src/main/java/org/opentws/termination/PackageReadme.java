package org.opentws.termination;

import java.nio.charset.StandardCharsets;

/** What somebody reads who has nothing but the package. */
final class PackageReadme {
  private static final String TEXT =
      """
      Evidence of a trust service provider (eIDAS, article 24(2)(h)), exported by OpenTWS.

      manifest.json, manifest.p7s   SHA-256, length and number of records of every file; CMS signature by the audit key
      management-ca.cer             the CA that certified the audit key: compare its SHA-256 with what the provider published
      authorities-N.jsonl           certificates of all keys of the provider
      status-N.jsonl                status of every certificate; status-changes-N.jsonl: the log of changes
      crls/CA-NUMBER.crl            the last revocation list of each CA
      policies/                     every version of the provider's policies
      audit/                        the audit log up to its last signed checkpoint, as C2SP tlog-tiles
      certificates-N.jsonl.p7m      every certificate, for the recipient alone
      applications-N.jsonl.p7m      applications with the evidence of identity, for the recipient alone
      audit-values-N.jsonl.p7m      personal values beside audit records, for the recipient alone

      .jsonl: one JSON object a line, UTF-8. .p7m: the same as CMS AuthEnvelopedData (RFC 5083), AES-256-GCM, RSA-OAEP.
      With the program files of OpenTWS and Java 17, and nothing else:
        java -cp 'tools/*' org.opentws.tools.termination.TerminationTool verify PACKAGE.zip --trust management-ca.pem
      Without them: openssl cms -verify -inform DER -in manifest.p7s -content manifest.json -binary -noverify; sha256sum.
      """;

  private PackageReadme() {}

  static byte[] octets() {
    return TEXT.getBytes(StandardCharsets.UTF_8);
  }
}
