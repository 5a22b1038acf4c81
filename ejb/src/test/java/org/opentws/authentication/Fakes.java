package org.opentws.authentication;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.opentws.access.AccountSeals;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.access.store.ControlCertificate;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.authentication.store.LoginAttemptRepository;
import org.opentws.authentication.store.SessionRepository;
import org.opentws.authentication.store.SessionRow;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;

/** What authentication needs from outside, in memory. */
final class Fakes {
  private Fakes() {}

  static final class Time implements TrustedTime {
    Instant now = Instant.parse("2026-11-24T10:00:00Z");

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long monotonicNanos() {
      return 0;
    }

    @Override
    public ClockReading reading() {
      return new ClockReading(now, ClockState.INSYNC, Duration.ZERO, 3);
    }

    void pass(Duration duration) {
      now = now.plus(duration);
    }
  }

  static final class Audit implements AuditLog {
    final List<AuditEvent> events = new ArrayList<>();
    boolean broken;

    @Override
    public void record(AuditEvent event) {
      if (broken) {
        throw new ServiceUnavailable(ServiceUnavailable.Cause.AUDIT, "broken");
      }
      events.add(event);
    }

    @Override
    public void recordAndWait(AuditEvent event) {
      record(event);
    }

    @Override
    public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
      throw new AssertionError("authentication waits for its records");
    }

    List<AuditEventType> types() {
      return events.stream().map(AuditEvent::type).toList();
    }
  }

  static final class Users extends UserRepository {
    final Map<String, User> users = new HashMap<>();
    final Map<String, ControlCertificate> certificates = new HashMap<>();

    @Override
    public void add(User user) {
      users.put(user.account(), user);
    }

    @Override
    public void add(ControlCertificate certificate) {
      certificates.put(certificate.fingerprint(), certificate);
    }

    @Override
    public Optional<User> find(String account) {
      return Optional.ofNullable(users.get(account));
    }

    @Override
    public Optional<ControlCertificate> findCertificate(String fingerprint) {
      return Optional.ofNullable(certificates.get(fingerprint));
    }

    @Override
    public List<User> ofPerson(String person) {
      return users.values().stream().filter(u -> u.person().equals(person)).toList();
    }
  }

  /** The rules of the SQL statement in Java; the statement itself is tested on PostgreSQL. */
  static final class Attempts extends LoginAttemptRepository {
    final Map<String, Integer> failures = new HashMap<>();
    final Map<String, Instant> locked = new HashMap<>();

    @Override
    public OptionalInt claim(String account, int attemptsMax, Instant now, Instant lockedUntil) {
      @Nullable Instant lock = locked.get(account);
      if (lock != null && lock.isAfter(now)) {
        return OptionalInt.empty();
      }
      int count = lock == null ? failures.getOrDefault(account, 0) + 1 : 1;
      failures.put(account, count);
      locked.remove(account);
      if (count >= attemptsMax) {
        locked.put(account, lockedUntil);
      }
      return OptionalInt.of(count);
    }

    @Override
    public void forgive(String account) {
      failures.remove(account);
      locked.remove(account);
    }
  }

  static final class Sessions extends SessionRepository {
    final Map<String, SessionRow> open = new HashMap<>();

    @Override
    public void add(SessionRow session) {
      open.put(session.tokenHash(), session);
    }

    @Override
    public Optional<SessionRow> findOpen(String tokenHash) {
      return Optional.ofNullable(open.get(tokenHash));
    }

    @Override
    public void touch(String tokenHash, Instant now) {
      open.computeIfPresent(
          tokenHash,
          (hash, s) ->
              new SessionRow(
                  hash, s.account(), s.fingerprint(), s.createdAt(), now, s.factors(), s.seal()));
    }

    @Override
    public boolean end(String tokenHash, String reason, Instant now) {
      return open.remove(tokenHash) != null;
    }

    @Override
    public List<SessionRow> overdue(Instant idleSince, Instant openSince) {
      return open.values().stream()
          .filter(s -> s.lastSeenAt().isBefore(idleSince) || s.createdAt().isBefore(openSince))
          .toList();
    }
  }

  /** Seals that only this object can make. */
  static final class Seal implements RowSeal {
    private final String secret = java.util.UUID.randomUUID().toString();

    @Override
    public String seal(SealedText text) {
      return SealedText.of(secret, List.of(text.text())).hash();
    }

    @Override
    public boolean holds(SealedText text, String seal) {
      return seal(text).equals(seal);
    }
  }

  /** Accounts whose rows are genuine until a test says that they are not. */
  static final class Accounts extends AccountSeals {
    Optional<String> objection = Optional.empty();

    @Override
    public Optional<String> objection(User user) {
      return objection;
    }
  }

  /** Hears alarms. */
  static final class Alarms implements Event<AlarmRaised> {
    final List<AlarmRaised> raised = new ArrayList<>();

    @Override
    public void fire(AlarmRaised event) {
      raised.add(event);
    }

    @Override
    public <U extends AlarmRaised> CompletionStage<U> fireAsync(U event) {
      raised.add(event);
      return CompletableFuture.completedStage(event);
    }

    @Override
    public <U extends AlarmRaised> CompletionStage<U> fireAsync(
        U event, NotificationOptions options) {
      return fireAsync(event);
    }

    @Override
    public Event<AlarmRaised> select(Annotation... qualifiers) {
      return this;
    }

    @Override
    public <U extends AlarmRaised> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
      throw new AssertionError("not used");
    }

    @Override
    public <U extends AlarmRaised> Event<U> select(
        TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new AssertionError("not used");
    }
  }

  /** A management CA with a key in memory. */
  static final class Ca extends ManagementCa {
    final KeyPair keys = keyPair();
    private final X509Certificate self = issue("CN=management", keys, true);

    @Override
    public X509Certificate certificate() {
      return self;
    }

    X509Certificate issue(String subject, KeyPair subjectKeys, boolean isCa) {
      try {
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                new X500Name("CN=management"),
                BigInteger.valueOf(System.identityHashCode(subjectKeys) + 1L),
                Date.from(Instant.parse("2026-11-24T00:00:00Z")),
                Date.from(Instant.parse("2027-11-24T00:00:00Z")),
                new X500Name(subject),
                subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        return new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
      } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
        throw new AssertionError(e);
      }
    }

    CallerCertificate control(String subject) {
      try {
        return CallerCertificate.of(issue(subject, keyPair(), false).getEncoded());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    static KeyPair keyPair() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  static User officer(String account, Role role, char[] password, Instant at) {
    User user =
        new User(
            account, "Person of " + account, PasswordHash.of(password, new byte[16]).text(), at);
    user.assign(role, at);
    return user;
  }
}
