package org.opentws.revocationstatus;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.opentws.audit.Outcome;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * One OCSP request on its way: first the reader tells it the status of its certificates, then a
 * signing thread gives it its signature, then it is recorded and leaves.
 */
final class OcspInquiry implements StatusReader.Inquiry, OcspSigner.Unsigned {
  private final OcspDesk desk;
  private final OcspCall call;
  private final OcspQuestion question;
  private final Consumer<OcspAnswer> completion;

  private Instant thisUpdate = Instant.EPOCH;
  private Optional<ReadyAnswers.Ready> ready = Optional.empty();
  private boolean readyRefused;
  private Optional<ServedCa> ca = Optional.empty();
  private long sequence;
  private final List<String> statuses = new ArrayList<>();
  private final List<Der> singles = new ArrayList<>();

  /** Serial numbers of certificates that are enclosed. */
  private final List<String> given = new ArrayList<>();

  OcspInquiry(
      OcspDesk desk, OcspCall call, OcspQuestion question, Consumer<OcspAnswer> completion) {
    this.desk = desk;
    this.call = call;
    this.question = question;
    this.completion = completion;
  }

  @Override
  public Collection<CertificateName> wanted() {
    // Before the status is read: thisUpdate never claims more than was known then.
    thisUpdate = desk.time().now().truncatedTo(ChronoUnit.SECONDS);
    if (isReusable() && !readyRefused && desk.reader().mayRemember()) {
      ready = desk.ready().find(certId()).filter(answer -> thisUpdate.isBefore(answer.until()));
      if (ready.isPresent()) {
        return List.of();
      }
    }
    ca =
        question.certificates().stream()
            .flatMap(asked -> desk.directory().issuerOf(asked.issuer()).stream())
            .findFirst();
    return question.certificates().stream().flatMap(asked -> name(asked).stream()).toList();
  }

  private boolean isReusable() {
    return call.byGet() && question.isCommon();
  }

  private Der certId() {
    return question.certificates().get(0).certId();
  }

  /** A certificate of the CA that this answer speaks for. */
  private Optional<CertificateName> name(AskedCertificate asked) {
    return asked
        .serial()
        .filter(serial -> isOurs(asked))
        .flatMap(serial -> ca.map(served -> new CertificateName(served.id(), serial)));
  }

  private boolean isOurs(AskedCertificate asked) {
    return ca.isPresent() && desk.directory().issuerOf(asked.issuer()).equals(ca);
  }

  @Override
  public void told(StatusPicture picture) {
    if (ready.isPresent()) {
      giveAgain(ready.get(), picture);
      return;
    }
    if (ca.isEmpty()) {
      leave(OcspDraft.failed(OcspFailure.UNAUTHORIZED, Outcome.REFUSED, "foreign issuer"));
      return;
    }
    sequence = picture.sequence();
    // All of it here: what is known of changes goes on while certificates are looked for.
    List<Told> all = question.certificates().stream().map(asked -> told(asked, picture)).toList();
    List<CertificateName> enclosed =
        all.stream()
            .filter(one -> one.asked().enclose() && one.status().isPresent())
            .flatMap(one -> one.name().stream())
            .toList();
    if (enclosed.isEmpty()) {
      answer(all, Map.of());
    } else {
      desk.enclosure().find(enclosed, found -> answerOrFail(all, found));
    }
  }

  /**
   * What was told of one certificate.
   *
   * @param name empty for one that is not of the CA that this answer speaks for, or cannot be
   */
  private record Told(
      AskedCertificate asked,
      boolean ours,
      Optional<CertificateName> name,
      Optional<CertificateStatus> status) {}

  private Told told(AskedCertificate asked, StatusPicture picture) {
    Optional<CertificateName> name = name(asked);
    return new Told(asked, isOurs(asked), name, name.flatMap(picture::find));
  }

  /** On a thread that nobody looks after. */
  private void answerOrFail(List<Told> all, Map<CertificateName, Der> enclosed) {
    try {
      answer(all, enclosed);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void answer(List<Told> all, Map<CertificateName, Der> enclosed) {
    SingleResponses encode =
        SingleResponses.of(thisUpdate, thisUpdate.plus(desk.configuration().ocspValidity()));
    for (Told one : all) {
      singles.add(single(one, encode, one.name().map(enclosed::get)));
    }
    desk.signer().submit(this);
  }

  /** The picture is newer than the request, so what it does not show has not happened anywhere. */
  private void giveAgain(ReadyAnswers.Ready answer, StatusPicture picture) {
    boolean holds =
        picture.isUnchangedSince(answer.sequence(), answer.certificate())
            && desk.responder()
                .card(answer.certificate().issuer())
                .key()
                .keyId()
                .equals(answer.keyId());
    if (holds) {
      leave(answer.draft());
      return;
    }
    readyRefused = true;
    ready = Optional.empty();
    desk.reader().submit(this);
  }

  /** RS1.4: the answer repeats the very CertID that was asked. */
  private Der single(Told one, SingleResponses encode, Optional<Der> certificate) {
    AskedCertificate asked = one.asked();
    if (!one.ours()) {
      statuses.add(asked.serialText() + "=FOREIGN");
      return encode.unknown(asked.certId());
    }
    Optional<CertificateStatus> status = one.status();
    if (status.isPresent()) {
      statuses.add(asked.serialText() + "=" + status.get().state());
      certificate.ifPresent(found -> given.add(asked.serialText()));
      return encode.of(asked.certId(), status.get(), ca.orElseThrow(), certificate);
    }
    // RS1.2: a serial that was never issued is never good. Somebody may hold a certificate in this
    // CA's name that this CA never made: an alarm.
    desk.journal().neverIssued(ca());
    if (desk.configuration().notIssued() == RevocationStatusConfiguration.NotIssued.REVOKED) {
      statuses.add(asked.serialText() + "=NEVER_ISSUED");
      return encode.neverIssued(asked.certId());
    }
    statuses.add(asked.serialText() + "=UNKNOWN");
    return encode.unknown(asked.certId());
  }

  @Override
  public String ca() {
    return ca.orElseThrow().id();
  }

  @Override
  public List<Der> singles() {
    return singles;
  }

  @Override
  public List<Der> extensions() {
    List<Der> extensions = new ArrayList<>(OcspResponder.withNonce(question.nonce()));
    if (statuses.stream().anyMatch(status -> status.endsWith("=NEVER_ISSUED"))) {
      extensions.add(OcspResponder.extendedRevoke());
    }
    return extensions;
  }

  @Override
  public void signed(Der response, ResponderCard card) {
    OcspDraft draft =
        new OcspDraft(
            new OcspAnswer(response, caching(response)), Outcome.SUCCESS, "ocsp:" + ca(), said());
    leave(draft);
    if (isReusable()) {
      keep(draft, card);
    }
  }

  private void keep(OcspDraft draft, ResponderCard card) {
    Map<String, String> said = new HashMap<>(draft.said());
    said.put("responseSha256", Sha256.hex(draft.answer().response()));
    name(question.certificates().get(0))
        .ifPresent(
            name ->
                desk.ready()
                    .put(
                        certId(),
                        new ReadyAnswers.Ready(
                            name,
                            sequence,
                            card.key().keyId(),
                            thisUpdate.plus(desk.configuration().ocspReuse()),
                            new OcspDraft(draft.answer(), draft.outcome(), draft.object(), said))));
  }

  /** RFC 5019, 6.2; an answer to a nonce is for its asker alone. */
  private Optional<OcspAnswer.Caching> caching(Der response) {
    if (!call.byGet() || question.nonce().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new OcspAnswer.Caching(
            thisUpdate, desk.configuration().ocspHttpMaxAge(), Sha256.hex(response)));
  }

  private Map<String, String> said() {
    Map<String, String> said = new HashMap<>();
    said.put("responseStatus", "SUCCESSFUL");
    said.put("statuses", String.join(" ", statuses));
    if (!given.isEmpty()) {
      said.put("enclosed", String.join(" ", given));
    }
    question
        .nonce()
        .ifPresent(
            nonce -> said.put("nonce", HexFormat.of().formatHex(nonce.getExtnValue().getOctets())));
    return said;
  }

  private void leave(OcspDraft draft) {
    desk.journal().leave(call, draft, completion);
  }

  @Override
  public void failed(RuntimeException why) {
    leave(desk.journal().failed(why));
  }
}
