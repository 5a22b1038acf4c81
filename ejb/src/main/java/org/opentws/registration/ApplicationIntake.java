package org.opentws.registration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.authentication.PassphraseSeals;
import org.opentws.authentication.Passphrases;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.registration.store.Submission;
import org.opentws.time.TrustedTime;
import org.opentws.value.Scope;

/** Examines what comes in; nothing is stored here. */
@ApplicationScoped
public class ApplicationIntake {
  @Inject ProfileRules rules;
  @Inject RegistrationConfiguration configuration;
  @Inject Passphrases passphrases;
  @Inject PassphraseSeals passphraseSeals;
  @Inject CurrentCaller caller;
  @Inject TrustedTime time;

  /**
   * Makes an application of what was proposed.
   *
   * @throws RequestRefused MALFORMED_REQUEST, REQUEST_TOO_LARGE, PROFILE_VIOLATION, WEAK_KEY,
   *     PROOF_OF_POSSESSION_FAILED, WEAK_PASSWORD
   */
  public CertificateApplication examine(String id, NewApplication proposed) {
    requireOwnProfile(proposed.profile());
    String authority = authority(proposed.registrationAuthority());
    // R1.4: everything that the profile needs, and nothing else; characters that are text.
    SortedMap<String, String> subject = ApplicationText.subject(proposed.subject());
    Consent consent = ApplicationText.consent(proposed.consent());
    List<IdentityEvidence> evidence = ApplicationText.evidence(proposed.evidence());
    rules.requireComplete(proposed.profile(), subject);
    // R1.3: the key is fit for its use; before R1.2, which computes with it.
    Pkcs10 pkcs10 = Pkcs10.read(proposed.pkcs10());
    rules.requireSuitableKey(proposed.profile(), pkcs10.publicKey());
    // R1.2: the applicant holds the private key, and signed for this subject if policy demands it.
    ProofOfPossession.verify(pkcs10);
    rules.requireSuitableProof(pkcs10);
    if (configuration.nameBinding()) {
      pkcs10.requireSameSubject(subject);
    }
    Optional<String> passphraseHash =
        proposed
            .passphrase()
            .map(chosen -> passphrases.hashed(chosen, List.copyOf(subject.values())));
    Caller submitter = caller.get();
    return new CertificateApplication(
        new Submission(
            id,
            proposed.profile(),
            authority,
            pkcs10.encoded(),
            pkcs10.publicKeySha256(),
            ApplicationJson.ofSubject(subject),
            consent.publication(),
            consent.terms(),
            ApplicationJson.ofEvidence(evidence),
            passphraseHash,
            passphraseHash.map(hash -> passphraseSeals.seal(id, pkcs10.publicKeySha256(), hash)),
            time.now(),
            new Submission.Submitter(submitter.account(), submitter.person())));
  }

  /** A machine is bound to its profiles: for it there are no others. */
  private void requireOwnProfile(String profile) {
    if (!caller.get().profiles().map(own -> own.contains(profile)).orElse(true)) {
      throw new RequestRefused(Refusal.PROFILE_VIOLATION, "there is no such certificate profile");
    }
  }

  /** SA1.1: who works for some CAs and authorities enters nothing for others. */
  private String authority(Optional<String> named) {
    Scope scope = caller.get().scope();
    List<String> covered =
        configuration.authorities().stream()
            .filter(name -> scope.covers(rules.issuer(), Optional.of(name)))
            .toList();
    return named
        .or(() -> covered.stream().findFirst())
        .filter(covered::contains)
        .orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.MALFORMED_REQUEST, "there is no such registration authority"));
  }
}
