package org.opentws.termination;

import java.time.Instant;
import java.util.List;
import org.opentws.archive.PackedFile;

/**
 * What a package says of itself; stands in it as manifest.json, signed by manifest.p7s.
 *
 * @param format version of the form
 * @param operation by which two persons allowed it
 * @param recipient name in the certificate of who can read the personal data
 * @param recipientSha256 of that certificate
 * @param authoritySha256 of the management CA's certificate, which certified the signing key
 * @param from when the first record was made
 * @param to everything until then is in it
 */
public record PackageManifest(
    String format,
    String operation,
    String requester,
    List<String> approvers,
    String recipient,
    String recipientSha256,
    String authoritySha256,
    Instant from,
    Instant to,
    List<PackedFile> files) {
  public static final String FORMAT = "opentws-termination-package-1";
  public static final String NAME = "manifest.json";
  public static final String SIGNATURE = "manifest.p7s";

  public PackageManifest {
    approvers = List.copyOf(approvers);
    files = List.copyOf(files);
  }
}
