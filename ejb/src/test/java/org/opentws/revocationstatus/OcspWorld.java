package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.opentws.certificategeneration.ObservedEvents;
import org.opentws.random.Randomness;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.Heartbeat;
import org.opentws.revocationstatus.store.SealedHeartbeat;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** The whole online status service in one thread: CA "issuing" and one certificate of it. */
final class OcspWorld {
  static final ASN1ObjectIdentifier NONCE = OCSPObjectIdentifiers.id_pkix_ocsp_nonce;
  static final SerialNumber SERIAL = new SerialNumber(BigInteger.valueOf(0x1a2b));
  static final SerialNumber NEVER_ISSUED = new SerialNumber(BigInteger.valueOf(0x9999));
  static final Instant CHANGED_AT = Instant.parse("2026-05-31T08:00:00Z");

  final TestKeys keys;
  final TestTime time = new TestTime();
  final TestAuditLog audit = new TestAuditLog();
  final TestStatusRepository repository = new TestStatusRepository();
  final KnownChanges known = new KnownChanges();
  final StoredCertificateStatusDatabase database = new StoredCertificateStatusDatabase();
  final RevocationStatusConfiguration configuration = new RevocationStatusConfiguration();
  StatusReader reader = new StatusReader();
  final OcspSigner signer = new OcspSigner();
  final OcspService service = new OcspService();

  /** Certificates whose subjects agreed. */
  final Map<CertificateName, Der> agreed = new HashMap<>();

  boolean gateIsBroken;
  final List<IllegalStateException> lost = new ArrayList<>();
  private final CertificateEnclosure enclosure =
      new CertificateEnclosure() {
        @Override
        Executor executor() {
          return work -> {
            try {
              work.run();
            } catch (IllegalStateException e) {
              // A pool's thread ends so, and nobody is told.
              lost.add(e);
            }
          };
        }

        @Override
        Stream<OpenCertificates> open() {
          return Stream.of(
              (ca, serial) -> {
                if (gateIsBroken) {
                  throw new IllegalStateException("the gate is broken");
                }
                return Optional.ofNullable(agreed.get(new CertificateName(ca, serial)));
              });
        }
      };

  final ChangeJournal journalOfChanges;
  final TestHeartbeats heartbeatRows = new TestHeartbeats();
  final Heartbeats heartbeats = new Heartbeats();

  OcspWorld() {
    this(new TestJournal(), new TestKeys());
  }

  /**
   * With a journal.
   *
   * @param state the node's own folder
   */
  OcspWorld(Path state) {
    this(journal(state), new TestKeys());
  }

  private static ChangeJournal journal(Path state) {
    return new ChangeJournal() {
      @Override
      Path folder() {
        return state;
      }
    };
  }

  private OcspWorld(ChangeJournal journal, TestKeys keys) {
    this.keys = keys;
    journalOfChanges = journal;
    configuration.heartbeatSilence = Duration.ofSeconds(10);
    heartbeats.repository = heartbeatRows;
    heartbeats.sealing = keys.sealing();
    heartbeats.known = known;
    heartbeats.configuration = configuration;
    heartbeats.alarms = alarms();
    heartbeats.trustedTime = time;
    database.repository = repository;
    database.knownChanges = known;
    database.sealing = keys.sealing();
    database.committed = new ObservedEvents<>(change -> {});
    database.reader = TestStatusDatabase.reader(repository, new KnownChanges(), keys.sealing());
    configuration.ocspValidity = Duration.ofMinutes(10);
    configuration.ocspHttpMaxAge = Duration.ofSeconds(5);
    configuration.ocspReuse = Duration.ofSeconds(60);
    configuration.notIssued = RevocationStatusConfiguration.NotIssued.UNKNOWN;
    newReader();
    OcspResponder responder = new OcspResponder();
    responder.keyUse = keys;
    responder.trustedTime = time;
    signer.responder = responder;
    signer.trustedTime = time;
    signer.configuration = configuration;
    service.directory = directory();
    service.responder = responder;
    service.signer = signer;
    service.journal = journal();
    service.enclosure = enclosure;
    service.configuration = configuration;
    service.trustedTime = time;
    repository.insertGood("issuing", SERIAL, false);
  }

  /** One that has no row in its memory yet. */
  void newReader() {
    reader = new StatusReader();
    reader.database = repository.reads();
    reader.known = known;
    reader.sealing = keys.sealing();
    reader.journal = journalOfChanges;
    reader.heartbeats = heartbeats;
    service.reader = reader;
  }

  /** The same system with an empty database and a node that has nothing but its folder. */
  OcspWorld restarted(Path state) {
    return new OcspWorld(journal(state), keys);
  }

  private IssuerDirectory directory() {
    IssuerDirectory directory = new IssuerDirectory();
    directory.keys = keys;
    return directory;
  }

  private StatusAlarms alarms() {
    StatusAlarms alarms = new StatusAlarms();
    alarms.auditLog = audit;
    alarms.trustedTime = time;
    return alarms;
  }

  /** Revocation management of some node says that it is alive. */
  void beat() {
    Heartbeat heartbeat = new Heartbeat("a", time.now(), repository.chain);
    heartbeatRows.write(new SealedHeartbeat(heartbeat, keys.sealing().seal(heartbeat.text())));
    reader.submit(new StatusLookup(List.of()));
    reader.round();
    heartbeats.listen();
  }

  private OcspJournal journal() {
    OcspJournal journal = new OcspJournal();
    journal.auditLog = audit;
    journal.alarms = alarms();
    journal.randomness = new Randomness();
    return journal;
  }

  /** From now on this very node changes the status, no other. */
  void changesItself() {
    database.committed =
        new ObservedEvents<>(
            change -> {
              reader.expected(change);
              reader.committed(change);
            });
  }

  /** Message A, as revocation management would send it, on whatever node. */
  void change(CertificateState state, Optional<Integer> reason, Optional<Instant> invalid) {
    database.apply(
        new CertificateStatus("issuing", SERIAL, state, reason, Optional.of(CHANGED_AT), invalid));
  }

  CertificateID id(ASN1ObjectIdentifier digest, X509CertificateHolder ca, BigInteger serial)
      throws Exception {
    return new CertificateID(
        new JcaDigestCalculatorProviderBuilder().build().get(new AlgorithmIdentifier(digest)),
        ca,
        serial);
  }

  CertificateID id(SerialNumber serial) throws Exception {
    return id(OIWObjectIdentifiers.idSHA1, keys.ca.certificate(), serial.value());
  }

  static byte[] request(List<CertificateID> ids, Extension... extensions) throws Exception {
    OCSPReqBuilder builder = new OCSPReqBuilder();
    ids.forEach(builder::addRequest);
    if (extensions.length > 0) {
      builder.setRequestExtensions(new Extensions(extensions));
    }
    return builder.build().getEncoded();
  }

  static Extension nonce(int octets) throws Exception {
    byte[] value = new byte[octets];
    Arrays.fill(value, (byte) 7);
    return new Extension(NONCE, false, new DEROctetString(value).getEncoded());
  }

  OcspAnswer answer(byte[] request) {
    return answer(new OcspCall(Der.of(request), "192.0.2.1", false));
  }

  OcspAnswer answer(OcspCall call) {
    List<OcspAnswer> answers = new ArrayList<>();
    service.answer(call, answers::add);
    for (int i = 0; i < 3 && answers.isEmpty(); i++) {
      reader.round();
      signer.round();
    }
    assertEquals(1, answers.size(), "the completion is called exactly once");
    return answers.get(0);
  }

  static int status(OcspAnswer answer) throws Exception {
    return new OCSPResp(answer.response().octets()).getStatus();
  }

  BasicOCSPResp basic(OcspAnswer answer) throws Exception {
    OCSPResp response = new OCSPResp(answer.response().octets());
    assertEquals(OCSPResp.SUCCESSFUL, response.getStatus());
    BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
    assertTrue(
        basic.isSignatureValid(
            new JcaContentVerifierProviderBuilder().build(keys.ocspCertificate)));
    assertEquals(List.of(keys.ocspCertificate), List.of(basic.getCerts()));
    return basic;
  }

  SingleResp single(byte[] request) throws Exception {
    return single(answer(request));
  }

  SingleResp single(OcspAnswer answer) throws Exception {
    SingleResp[] singles = basic(answer).getResponses();
    assertEquals(1, singles.length);
    return singles[0];
  }
}
