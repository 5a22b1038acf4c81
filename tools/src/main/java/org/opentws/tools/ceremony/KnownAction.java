package org.opentws.tools.ceremony;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An action by which a script's step is done, and what the step may say to it. A name that the
 * action does not know is a mistake: a misspelt {@code backup} would make a key without one.
 */
record KnownAction(
    Set<String> parameters, Consumer<StepParameters> judgement, CeremonyAction action) {
  private static final Map<String, KnownAction> BY_NAME =
      Map.ofEntries(
          Map.entry(
              "initialise-token",
              of(
                  TokenActions::initialiseToken,
                  "token",
                  "secrets",
                  "needed",
                  DestructionActions.HOLDERS,
                  ShareActions.FORMER)),
          Map.entry("open-token", of(TokenActions::openToken, "token", "secrets")),
          Map.entry(
              "initialise-shared-token",
              of(
                      ShareActions::initialiseSharedToken,
                      "token",
                      "needed",
                      "holders",
                      ShareActions.FORMER,
                      ShareActions.OPEN_MINUTES)
                  .judgedBy(ShareActions::openMax)),
          Map.entry(
              "open-shared-token",
              of(
                      ShareActions::openSharedToken,
                      "token",
                      "holders",
                      ShareActions.SHARES_OF,
                      ShareActions.OPEN_MINUTES)
                  .judgedBy(ShareActions::openMax)),
          Map.entry(
              "generate-key",
              of(TokenActions::generateKey, "token", "label", "algorithm", TokenActions.BACKUP)
                  .judgedBy(TokenActions::protection)),
          Map.entry(
              "initialise-replica",
              of(
                      ReplicaActions::initialiseReplica,
                      "token",
                      "replica",
                      "secrets",
                      DestructionActions.HOLDERS,
                      ReplicaActions.REPLACE,
                      ShareActions.OPEN_MINUTES)
                  .judgedBy(ReplicaActions::replaces)),
          Map.entry("destroy-key", of(TokenActions::destroyKey, "token", "label")),
          Map.entry(
              "destroy-token",
              of(
                  DestructionActions::destroyToken,
                  "token",
                  "secrets",
                  DestructionActions.HOLDERS,
                  ShareActions.SHARES_OF)),
          Map.entry("open-device", ofDevice(DeviceActions::openDevice)),
          Map.entry("destroy-device", ofDevice(DeviceActions::destroyDevice)),
          Map.entry("erase-files", of(DestructionActions::eraseFiles, "below")),
          Map.entry(
              "self-sign",
              of(
                      CertificateActions::selfSign,
                      "token",
                      "label",
                      "subject",
                      "issuer",
                      "days",
                      "path-length",
                      "file")
                  .judgedBy(CertificateActions::demandOneName)),
          Map.entry(
              "issue-tls-server",
              of(
                  CertificateActions::issueTlsServer,
                  "token",
                  "label",
                  "issuer",
                  "subject",
                  "days",
                  "names",
                  "file")),
          Map.entry(
              "issue-document-signer",
              of(
                  CertificateActions::issueDocumentSigner,
                  "token",
                  "label",
                  CertificateActions.ISSUER_TOKEN,
                  "issuer",
                  "subject",
                  "days",
                  CertificateActions.FILE)),
          Map.entry(
              "issue-control-certificates",
              of(
                  OfficerActions::issueControlCertificates,
                  "token",
                  "issuer",
                  "subject",
                  "days",
                  "directory",
                  "requests",
                  "attestation-roots",
                  "officers")),
          Map.entry(
              "write-installation",
              of(
                  InstallationActions::writeInstallation,
                  "token",
                  "signer",
                  "file",
                  "keys",
                  "recovery-token",
                  "recovery")),
          Map.entry(
              "write-recovery",
              of(
                  InstallationActions::writeRecovery,
                  "token",
                  "signer",
                  "file",
                  "installation",
                  "lost")),
          Map.entry(
              "certify-ca",
              of(
                  RootActions::certifyCa,
                  "token",
                  "issuer",
                  "request",
                  "days",
                  "base-url",
                  "policy",
                  "purposes",
                  "path-length",
                  "file")),
          Map.entry(
              "dual-control",
              of(OnlineActions::dualControl, "server", "anchor", "type", "parameters")),
          Map.entry("power-down", of(TokenActions::powerDown)),
          Map.entry(
              "link-certificates",
              of(RootActions::linkCertificates, "token", "former", "successor", "file")),
          Map.entry(
              "issue-crl",
              of(
                      RootCrlActions::issueCrl,
                      "token",
                      "issuer",
                      "days",
                      RootCrlActions.REVOKED,
                      "file")
                  .judgedBy(RootCrlActions::demandReasons)));

  private static KnownAction of(CeremonyAction action, String... parameters) {
    return new KnownAction(Set.of(parameters), with -> {}, action);
  }

  private static KnownAction ofDevice(CeremonyAction action) {
    return of(
            action,
            DeviceActions.DEVICE,
            DeviceActions.CONFIGURATION,
            DeviceActions.NODES,
            "secrets",
            DestructionActions.HOLDERS,
            ShareActions.OPEN_MINUTES)
        .judgedBy(ShareActions::openMax);
  }

  private KnownAction judgedBy(Consumer<StepParameters> judgement) {
    return new KnownAction(parameters, judgement, action);
  }

  /**
   * The action of a step that can be carried out as far as its words tell.
   *
   * @throws CeremonyFailure there is no such action, or it does not know what the step says
   */
  static KnownAction of(CeremonyStep step) {
    KnownAction known = BY_NAME.get(step.action());
    if (known == null) {
      throw new CeremonyFailure("step " + step.id() + ": unknown action " + step.action());
    }
    Set<Object> unknown = new HashSet<>(step.with().values().keySet());
    unknown.removeAll(known.parameters);
    if (!unknown.isEmpty()) {
      throw new CeremonyFailure(
          "step %s: %s knows no %s".formatted(step.id(), step.action(), unknown.iterator().next()));
    }
    known.judgement.accept(step.with());
    return known;
  }
}
