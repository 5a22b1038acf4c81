package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The tokens that take over, as two officers make, spoil and empty them in ceremonies. */
final class ReplicaTokens {
  private static final String HEAD =
      """
      ceremony: check
      title: "For a check"
      persons:
        - {account: security-officer-1, name: Security Officer 1, role: Security Officer, function: does}
        - {account: security-officer-2, name: Security Officer 2, role: Security Officer, function: agrees}
      witness: {account: system-auditor-1, name: System Auditor 1, role: System Auditor, function: witness}
      softhsm: ${run}/softhsm
      officers: ${run}/demo/officers
      report: ${report}
      parameters:
        run:
        report:
        shares: ${run}/demo/officers
      steps:
        - id: open
          says: Open the token tsp-replica
          do: open-token
          with: {token: tsp-replica, secrets: "${run}/secrets"}
      """;

  private final Node node;

  ReplicaTokens(RunningSystem system) {
    node = new Node(system);
  }

  /** As the shipped script makes them. */
  void make() {
    held("replica.yaml", "replace=yes");
  }

  /** Puts another key in the place of that one, as another process with the PIN could. */
  void swap(String label) {
    write(
        """
          - id: gone
            says: Destroy the key in the replica
            do: destroy-key
            with: {token: tsp-replica, label: "%1$s"}
          - id: other
            says: Make another one in its place
            do: generate-key
            with: {token: tsp-replica, label: "%1$s", algorithm: "EC:secp256r1"}
        """
            .formatted(label));
  }

  void empty() {
    write(
        """
          - id: open-ca
            says: Open the token ca-replica
            do: open-shared-token
            with:
              token: ca-replica
              shares-of: ca
              holders:
                - {account: security-officer-1, directory: "${shares}"}
                - {account: security-officer-2, directory: "${shares}"}
          - id: empty-ca
            says: Empty the token ca-replica
            do: destroy-token
            with:
              token: ca-replica
              shares-of: ca
              holders:
                - {account: security-officer-1, directory: "${shares}"}
                - {account: security-officer-2, directory: "${shares}"}
          - id: empty-tsp
            says: Empty the token tsp-replica
            do: destroy-token
            with: {token: tsp-replica, secrets: "${run}/secrets"}
        """);
  }

  private void write(String steps) {
    try {
      Path script = Files.createTempFile("replica", ".yaml");
      Files.writeString(script, HEAD + steps);
      held(script.toString());
      Files.delete(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void held(String script, String... parameters) {
    List<String> words = new ArrayList<>(List.of("ceremony", script));
    words.addAll(List.of(parameters));
    words.add("report=" + node.run().resolve("ceremony/replica-" + UUID.randomUUID()));
    words.add("confirm=demo");
    node.launcher(words.toArray(String[]::new)).expectOk();
  }
}
