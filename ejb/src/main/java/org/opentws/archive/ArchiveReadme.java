package org.opentws.archive;

import java.nio.charset.StandardCharsets;

/** What somebody reads who has nothing but the package. */
final class ArchiveReadme {
  private static final String TEXT =
      """
      An archive of a trust service provider (CEN/TS 419261, 5.2.7), made by OpenTWS.

      manifest.json, manifest.p7s   SHA-256, length and number of records of every file; CMS signature by the audit key
      management-ca.cer             the CA that certified the audit key: compare its SHA-256 with what the provider published
      entries-N.jsonl               the index: kind, name, time of the event, SHA-256 and file of each thing archived
      certificates-N.jsonl          certificates (base64); "encrypted": a subject's, under the provider's data key
      crls/CA-SCOPE-NUMBER.crl      revocation lists: all = complete, delta, 3-of-8 = a partition
      crl-numbers-left-out-N.jsonl  up to which numbers CAs have no CRL, because a restoration of the database left them out
      authorities-N.jsonl           certificates of all keys of the provider
      audit/                        the audit log's part of this archive, as C2SP tlog-tiles; with the archives before it
                                    unpacked into one folder, oldest first, it is the whole log

      .jsonl: one JSON object a line, UTF-8. With the program files of OpenTWS and Java 17, and nothing else:
        java -cp 'tools/*' org.opentws.tools.archive.ArchiveTool verify ARCHIVE.zip --trust management-ca.pem
      Without them: openssl cms -verify -inform DER -in manifest.p7s -content manifest.json -binary -noverify; sha256sum.
      """;

  private ArchiveReadme() {}

  static byte[] octets() {
    return TEXT.getBytes(StandardCharsets.UTF_8);
  }
}
