package org.opentws.archive;

import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.opentws.keymanagement.RegisteredKey;

/** The certificates of the provider's keys in a package: whoever reads it verifies with them. */
public final class ProviderKeys {
  /** A key of the provider. */
  record AuthorityLine(
      String keyId, String purpose, String owner, String state, String certificate) {}

  private ProviderKeys() {}

  /** Certificates of these keys, as far as they have one, as list "authorities". */
  public static void put(PackageArchive archive, List<RegisteredKey> keys) {
    try (PackageArchive.Lines lines = archive.lines("authorities", ".jsonl", Function.identity())) {
      for (RegisteredKey key : keys) {
        key.certificate()
            .ifPresent(
                der ->
                    lines.add(
                        new AuthorityLine(
                            key.keyId(),
                            key.purpose().name(),
                            key.owner(),
                            key.state().name(),
                            Base64.getEncoder().encodeToString(der.octets()))));
      }
    }
  }
}
