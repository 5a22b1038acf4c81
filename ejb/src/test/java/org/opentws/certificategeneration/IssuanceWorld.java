package org.opentws.certificategeneration;

import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.opentws.access.Caller;
import org.opentws.access.store.Role;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.profile.Drafts;
import org.opentws.certificategeneration.profile.ProfileCatalogue;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.CertificateSearch;
import org.opentws.certificategeneration.store.CertifiedKey;
import org.opentws.certificategeneration.store.SerialRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.externalmessage.OpenedMessage;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.catalogue.CatalogueSamples;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.random.Randomness;
import org.opentws.value.Der;
import org.opentws.value.Scope;
import org.opentws.value.SerialNumber;

/**
 * Everything around issuance, in memory: what is durable at once, what only with the commit, and a
 * fault that can be set at any call to the outside.
 */
final class IssuanceWorld {
  /** What a fault does. */
  enum Fault {
    /** The call fails and nothing was done. */
    FAILS,
    /** It was done, but the answer is a failure. */
    FAILS_BUT_DONE,
    /** The process dies before. */
    DIES_BEFORE,
    /** The process dies after. */
    DIES_AFTER
  }

  /** The end of the process: nothing catches it. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Calls to the outside, in the order in which issuance makes them. */
  static final List<String> CALLS =
      List.of(
          "seal.open",
          "certificates.lockApplication",
          "certificates.ofApplication",
          "certificates.profilesOfKey",
          "keys.active",
          "serials.reserve",
          "audit.intent",
          "keys.sign",
          "certificates.store",
          "event.fire",
          "audit.record",
          "commit");

  final SettableTime time = new SettableTime(Drafts.NOW);
  final SoftwareKeys softwareKeys = new SoftwareKeys(Drafts.NOW);
  final KeyPair subjectKey = SoftwareKeys.pair("EC", 256);
  final List<String> calls = new ArrayList<>();

  // Durable at once.
  final Set<String> reserved = new HashSet<>();
  final List<AuditEvent> durableRecords = new ArrayList<>();
  final List<String> signedSerials = new ArrayList<>();

  // Durable with the commit.
  final Map<String, StoredCertificate> certificates = new HashMap<>();
  final Set<String> statuses = new HashSet<>();
  final Set<String> openedMessages = new HashSet<>();

  // What a key was certified for elsewhere.
  final Map<String, Set<String>> usesOfKeys = new HashMap<>();

  // In the transaction.
  private final List<Runnable> pending = new ArrayList<>();

  final List<AlarmRaised> alarms = new ArrayList<>();
  Duration deviceTakes = Duration.ZERO;
  boolean deviceLies;
  private @Nullable String faultAt;
  private Fault fault = Fault.FAILS;

  IssuanceWorld() {
    softwareKeys.add(KeyPurpose.CERTIFICATE_SIGNING, "issuing");
    softwareKeys.add(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, "management");
  }

  void set(String call, Fault kind) {
    faultAt = call;
    fault = kind;
  }

  void clearFault() {
    faultAt = null;
  }

  private <T> T call(String name, Supplier<T> work) {
    calls.add(name);
    if (!name.equals(faultAt)) {
      return work.get();
    }
    if (fault == Fault.DIES_BEFORE) {
      throw new Death();
    }
    if (fault != Fault.FAILS) {
      T ignored = work.get();
      calls.add(name + " done " + ignored);
    }
    if (fault == Fault.DIES_AFTER) {
      throw new Death();
    }
    throw new ServiceUnavailable(ServiceUnavailable.Cause.DATABASE, "fault at " + name);
  }

  /** One call by registration: opens a transaction, commits or rolls back as a container would. */
  GeneratedCertificate generate(Der sealed) {
    return inTransaction(() -> applicationIssuance().generate(sealed));
  }

  <T> T inTransaction(Supplier<T> work) {
    pending.clear();
    try {
      T result = work.get();
      call(
          "commit",
          () -> {
            pending.forEach(Runnable::run);
            return true;
          });
      return result;
    } finally {
      pending.clear();
    }
  }

  ApplicationIssuance applicationIssuance() {
    ApplicationIssuance made = new ApplicationIssuance();
    made.seal = new Seal();
    made.certificates = new Certificates();
    made.issuance = issuance();
    return made;
  }

  CertificateIssuance issuance() {
    CertificateIssuance made = new CertificateIssuance();
    made.keys = new Keys();
    made.serials = new Serials();
    made.certificates = new Certificates();
    made.desk = desk();
    made.journal = journal();
    made.generated =
        new ObservedEvents<>(
            event ->
                call("event.fire", () -> pending.add(() -> statuses.add(event.serial().hex()))));
    made.randomness = new Randomness();
    made.time = time;
    return made;
  }

  ProfileDesk desk() {
    ProfileDesk desk = new ProfileDesk(Drafts.SETTINGS);
    desk.catalogue = new ProfileCatalogue();
    desk.certificates = new Certificates();
    desk.randomness = new Randomness();
    desk.algorithms = CatalogueSamples.shipped();
    desk.start();
    return desk;
  }

  IssuanceJournal journal() {
    IssuanceJournal journal = new IssuanceJournal();
    journal.audit = new Audit();
    journal.caller =
        () -> new Caller("registration-officer-1", "person-1", Set.of(Role.REGISTRATION_OFFICER));
    journal.alarm = new ObservedEvents<>(alarms::add);
    journal.time = time;
    return journal;
  }

  long recorded(AuditEventType type, Outcome outcome) {
    return durableRecords.stream()
        .filter(record -> record.type() == type && record.outcome() == outcome)
        .count();
  }

  /** A sealed message here is its nonce and its content, parted by a line feed. */
  Der sealed(String nonce, CertificateRequest request) {
    return Der.of(
        (nonce + "\n" + request.toJson()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  CertificateRequest request(String applicationId) {
    return request(applicationId, subjectKey, subjectKey);
  }

  CertificateRequest request(String applicationId, KeyPair ordered, KeyPair proven) {
    CertificateOrder order =
        new CertificateOrder(
            "qualified-esign-natural-person",
            "issuing",
            SoftwareKeys.publicKey(ordered),
            Drafts.ANNA,
            true);
    return new CertificateRequest(applicationId, order, pkcs10(proven));
  }

  static Der pkcs10(KeyPair pair) {
    try {
      return Der.of(
          new PKCS10CertificationRequestBuilder(
                  new X500Name("CN=Anna"),
                  SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Seal implements MessageSeal {
    @Override
    public Der seal(String sender, String messageType, String content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OpenedMessage open(String expectedSender, String expectedType, Der sealed) {
      return call(
          "seal.open",
          () -> {
            String text = new String(sealed.octets(), java.nio.charset.StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            String nonce = text.substring(0, end);
            if (openedMessages.contains(nonce)) {
              throw new RequestRefused(Refusal.REPLAYED, "again");
            }
            pending.add(() -> openedMessages.add(nonce));
            return new OpenedMessage(
                expectedSender, expectedType, time.now(), text.substring(end + 1));
          });
    }
  }

  private final class Certificates implements CertificateRepository {
    @Override
    public void lockApplication(String applicationId) {
      call("certificates.lockApplication", () -> true);
    }

    @Override
    public Optional<StoredCertificate> ofApplication(String applicationId) {
      return call(
          "certificates.ofApplication",
          () ->
              certificates.values().stream()
                  .filter(c -> c.applicationId().equals(Optional.of(applicationId)))
                  .findFirst());
    }

    @Override
    public Optional<StoredCertificate> find(String issuer, SerialNumber serial) {
      return Optional.ofNullable(certificates.get(serial.hex()));
    }

    @Override
    public List<StoredCertificate> search(CertificateSearch search, Scope scope) {
      return List.copyOf(certificates.values());
    }

    @Override
    public long count(CertificateSearch search, Scope scope) {
      return certificates.size();
    }

    @Override
    public Set<String> profilesOfKey(String spkiSha256) {
      return call(
          "certificates.profilesOfKey",
          () -> Set.copyOf(usesOfKeys.getOrDefault(spkiSha256, Set.of())));
    }

    @Override
    public void store(StoredCertificate certificate, CertifiedKey key) {
      call(
          "certificates.store",
          () -> pending.add(() -> certificates.put(certificate.serial().hex(), certificate)));
    }

    @Override
    public Map<String, Long> endingAfter(java.time.Instant end) {
      throw new UnsupportedOperationException("nobody counts here");
    }
  }

  private final class Serials implements SerialRepository {
    @Override
    public boolean reserve(
        String issuer,
        SerialNumber serial,
        java.time.Instant reservedAt,
        Optional<String> applicationId) {
      return call("serials.reserve", () -> reserved.add(serial.hex()));
    }
  }

  private final class Keys implements KeyUse {
    @Override
    public UsableKey active(KeyPurpose purpose, String owner) {
      return call("keys.active", () -> softwareKeys.active(purpose, owner));
    }

    @Override
    public Optional<UsableKey> find(KeyPurpose purpose, String owner) {
      return softwareKeys.find(purpose, owner);
    }

    @Override
    public byte[] sign(UsableKey key, byte[] data) {
      return call(
          "keys.sign",
          () -> {
            time.advance(deviceTakes);
            signedSerials.add(
                TBSCertificate.getInstance(ASN1Sequence.getInstance(data))
                    .getSerialNumber()
                    .getValue()
                    .toString(16));
            return softwareKeys.sign(key, deviceLies ? new byte[] {1} : data);
          });
    }

    @Override
    public ContentSigner contentSigner(UsableKey key) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Audit implements AuditLog {
    @Override
    public void record(AuditEvent event) {
      call("audit.record", () -> pending.add(() -> durableRecords.add(event)));
    }

    @Override
    public void recordAndWait(AuditEvent event) {
      String name =
          event.type() == AuditEventType.CERTIFICATE_INTENT ? "audit.intent" : "audit.other";
      call(name, () -> durableRecords.add(event));
    }

    @Override
    public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
      throw new UnsupportedOperationException();
    }
  }
}
