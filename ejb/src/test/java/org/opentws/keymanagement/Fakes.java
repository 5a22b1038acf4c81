package org.opentws.keymanagement;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyFacts;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;

/** What stands for the world around key management in its unit tests. */
final class Fakes {
  private Fakes() {}

  /** A device with keys in memory, which can be made to fail at one call. */
  static final class Device implements HsmConnection {
    final Map<String, KeyPair> keys = new LinkedHashMap<>();
    final Map<String, byte[]> certificates = new HashMap<>();
    final Map<String, KeyFacts> facts = new HashMap<>();
    boolean lost;
    String failingCall = "";

    private void enter(String call) {
      if (lost || failingCall.equals(call)) {
        throw new HsmUnavailable("the fake device fails at " + call);
      }
    }

    private static <T> T known(Map<String, T> objects, String label) {
      return Optional.ofNullable(objects.get(label))
          .orElseThrow(() -> new HsmUnavailable("the fake device has no " + label));
    }

    @Override
    public DeviceFacts deviceFacts() {
      enter("deviceFacts");
      return new DeviceFacts("fake", "OpenTWS", "fake", "1", "1.0", true);
    }

    @Override
    public PublicKey generateKeyPair(String label, String algorithm) {
      enter("generateKeyPair");
      KeyPair made = newKeyPair(algorithm);
      keys.put(label, made);
      facts.put(label, new KeyFacts(label, "EC", true, true, false, true, true, true));
      return made.getPublic();
    }

    @Override
    public void storeCertificate(String label, byte[] certificate) {
      enter("storeCertificate");
      certificates.put(label, certificate);
    }

    @Override
    public List<String> keyLabels() {
      enter("keyLabels");
      return List.copyOf(keys.keySet());
    }

    @Override
    public KeyFacts keyFacts(String label) {
      enter("keyFacts");
      return known(facts, label);
    }

    @Override
    public PublicKey publicKey(String label) {
      enter("publicKey");
      return known(keys, label).getPublic();
    }

    @Override
    public byte[] sign(String label, String signatureAlgorithm, byte[] data) {
      enter("sign");
      try {
        Signature signature = Signature.getInstance(signatureAlgorithm);
        signature.initSign(known(keys, label).getPrivate());
        signature.update(data);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void destroy(String label) {
      enter("destroy");
      keys.remove(label);
      certificates.remove(label);
    }

    @Override
    public void close() {}
  }

  static KeyPair newKeyPair(String algorithm) {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(algorithm.substring(0, algorithm.indexOf(':')));
      String parameter = algorithm.substring(algorithm.indexOf(':') + 1);
      if (algorithm.startsWith("EC:")) {
        generator.initialize(new ECGenParameterSpec(parameter));
      } else {
        generator.initialize(Integer.parseInt(parameter));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Two devices. */
  static final class Devices implements CryptographicDevices {
    final Device tsp = new Device();
    final Device infra = new Device();

    @Override
    public HsmConnection connect(String token) {
      Device device = token.equals(TSP) ? tsp : infra;
      if (device.lost) {
        throw new HsmUnavailable("the fake device is lost");
      }
      return device;
    }
  }

  /** The register in memory; keeps the database's own constraints. */
  static final class Register extends SigningKeyRepository {
    final List<SigningKey> keys = new ArrayList<>();
    boolean unreadable;
    boolean unwritable;

    @Override
    public void lockGeneration() {
      // One thread: nobody is to be kept out.
    }

    @Override
    public void add(SigningKey key) {
      if (unwritable) {
        throw new IllegalStateException("the fake database refuses");
      }
      keys.add(key);
    }

    @Override
    public void flush() {
      long active = keys.stream().filter(key -> key.state() == KeyState.ACTIVE).count();
      long distinct =
          keys.stream()
              .filter(key -> key.state() == KeyState.ACTIVE)
              .map(key -> key.purpose() + " " + key.owner())
              .distinct()
              .count();
      if (active != distinct) {
        throw new IllegalStateException("two active keys of one purpose and owner");
      }
    }

    @Override
    public Optional<SigningKey> find(String keyId) {
      return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
    }

    @Override
    public List<SigningKey> all() {
      return keys.stream().sorted(Comparator.comparing(SigningKey::createdAt).reversed()).toList();
    }

    @Override
    public List<SigningKey> committed() {
      if (unreadable) {
        throw new IllegalStateException("the fake database is away");
      }
      return all();
    }

    @Override
    public List<SigningKey> ofPurpose(KeyPurpose purpose) {
      return all().stream().filter(key -> key.purpose() == purpose).toList();
    }

    @Override
    public List<SigningKey> inState(KeyPurpose purpose, String owner, KeyState state) {
      return ofPurpose(purpose).stream()
          .filter(key -> key.owner().equals(owner) && key.state() == state)
          .toList();
    }

    @Override
    public Optional<SigningKey> withPublicKey(String spkiSha256) {
      return keys.stream().filter(key -> key.spkiSha256().equals(spkiSha256)).findFirst();
    }
  }

  /** A clock that stands until it is moved. */
  static final class Time implements TrustedTime {
    private Instant now = Instant.parse("2026-11-24T05:00:00Z");
    private long nanos = 1_000_000_000L;

    void pass(Duration duration) {
      now = now.plus(duration);
      nanos += duration.toNanos();
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long monotonicNanos() {
      return nanos;
    }

    @Override
    public ClockReading reading() {
      return new ClockReading(now, ClockState.INSYNC, Duration.ofMillis(1), 3);
    }
  }

  /** An audit log in memory. */
  static final class Audit implements AuditLog {
    final List<AuditEvent> events = new ArrayList<>();
    boolean full;

    @Override
    public void record(AuditEvent event) {
      if (full) {
        throw new ServiceUnavailable(ServiceUnavailable.Cause.AUDIT, "the fake log is full");
      }
      events.add(event);
    }

    @Override
    public void recordAndWait(AuditEvent event) {
      record(event);
    }

    @Override
    public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
      record(event);
      completion.accept(null);
    }

    List<AuditEventType> types() {
      return events.stream().map(AuditEvent::type).toList();
    }
  }

  /** Hands events to one observer at once. */
  static final class Events<T> implements Event<T> {
    final List<T> fired = new ArrayList<>();
    private final Consumer<T> observer;

    Events(Consumer<T> observer) {
      this.observer = observer;
    }

    @Override
    public void fire(T event) {
      fired.add(event);
      observer.accept(event);
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Event<T> select(Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }
}
