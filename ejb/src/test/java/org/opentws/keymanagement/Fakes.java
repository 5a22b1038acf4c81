package org.opentws.keymanagement;

import java.nio.charset.StandardCharsets;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.PossessionProof;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.TokenState;
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
  static final class Device extends FakeWrappingKeys implements HsmConnection {
    final Map<String, KeyPair> keys = new LinkedHashMap<>();
    final Map<String, byte[]> certificates = new HashMap<>();
    final Map<String, KeyFacts> facts = new HashMap<>();
    final Set<SigningUse> forbiddenUses = EnumSet.noneOf(SigningUse.class);
    Map<String, KeyPair> wrapped = new HashMap<>();
    Optional<BackupKeyFacts> backupKey =
        Optional.of(new BackupKeyFacts(256, true, false, "0a1b2c"));
    TokenState pin = TokenState.OPENS_BY_ITSELF;
    String rightPin = "right";
    DeviceFacts said = new DeviceFacts("fake", "OpenTWS", "fake", "1", "1.0", true);
    boolean lost;
    String failingCall = "";

    @Override
    void enter(String call) {
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
      return said;
    }

    @Override
    public PublicKey generateKeyPair(String label, String algorithm, KeyProtection protection) {
      enter("generateKeyPair");
      KeyPair made = newKeyPair(algorithm);
      keys.put(label, made);
      boolean backup = protection == KeyProtection.BACKUP_UNDER_TRUSTED_KEY;
      facts.put(
          label,
          new KeyFacts(label, algorithm, true, true, backup, true, !backup, backup, true, true));
      return made.getPublic();
    }

    @Override
    public void storeCertificate(String label, byte[] certificate) {
      enter("storeCertificate");
      certificates.put(label, certificate);
    }

    @Override
    public Optional<byte[]> certificate(String label) {
      enter("certificate");
      return Optional.ofNullable(certificates.get(label));
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
    public List<byte[]> signAll(
        String label, SigningUse use, String signatureAlgorithm, List<byte[]> data) {
      return data.stream().map(each -> sign(label, use, signatureAlgorithm, each)).toList();
    }

    @Override
    public byte[] provePossession(String label, String signatureAlgorithm) {
      enter("provePossession");
      return signature(label, signatureAlgorithm, PossessionProof.text());
    }

    @Override
    public byte[] sign(String label, SigningUse use, String signatureAlgorithm, byte[] data) {
      enter("sign");
      if (forbiddenUses.contains(use)) {
        throw new IllegalArgumentException("the fake device's certificate is not for " + use);
      }
      return signature(label, signatureAlgorithm, data);
    }

    private byte[] signature(String label, String signatureAlgorithm, byte[] data) {
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
    public Optional<BackupKeyFacts> backupKey() {
      enter("backupKey");
      return backupKey;
    }

    /** Stands for RFC 5649: the check value, then the label of the key that it knows. */
    @Override
    public byte[] wrapKey(String label) {
      enter("wrapKey");
      if (!known(facts, label).wrapWithTrusted()) {
        throw new IllegalArgumentException("CKR_KEY_UNEXTRACTABLE");
      }
      String check = backupKey.orElseThrow().checkValue();
      wrapped.put(check + "/" + label, known(keys, label));
      return (check + "/" + label).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void unwrapKey(String label, PublicKey publicKey, byte[] given) {
      enter("unwrapKey");
      KeyPair pair = wrapped.get(new String(given, StandardCharsets.UTF_8));
      if (pair == null || !pair.getPublic().equals(publicKey)) {
        throw new IllegalArgumentException("CKR_WRAPPED_KEY_INVALID");
      }
      keys.put(label, pair);
      facts.put(
          label, new KeyFacts(label, "EC", false, true, true, false, false, true, true, true));
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

  /** Three devices, and one that may take over for one of them. */
  static final class Devices implements CryptographicDevices {
    final Device ca = new Device();
    final Device tsp = new Device();
    final Device infra = new Device();

    /** Holds the keys of {@link #tsp} too, if it is there. */
    final Device replica = new Device();

    boolean replicated;

    Devices() {
      // What the one wraps the other unwraps: they have the same backup key.
      replica.wrapped = tsp.wrapped;
    }

    @Override
    public Optional<String> replica(String token) {
      return replicated && token.equals(TSP) ? Optional.of(TSP + REPLICA) : Optional.empty();
    }

    Device device(String token) {
      return switch (token) {
        case CA -> ca;
        case TSP -> tsp;
        case TSP + REPLICA -> replica;
        default -> infra;
      };
    }

    @Override
    public HsmConnection connect(String token) {
      Device device = device(token);
      if (device.lost || device.pin == TokenState.LOCKED) {
        throw new HsmUnavailable("the fake device is lost or locked");
      }
      return device;
    }

    @Override
    public Optional<TokenState> state(String token) {
      return Optional.of(device(token).pin);
    }

    @Override
    public DeviceFacts facts(String token) {
      return device(token).deviceFacts();
    }

    @Override
    public void activate(String token, char[] pin) {
      if (!device(token).rightPin.equals(new String(pin))) {
        throw new HsmUnavailable("the PIN is wrong");
      }
      device(token).pin = TokenState.ACTIVATED;
    }

    @Override
    public void deactivate(String token) {
      device(token).pin = TokenState.LOCKED;
    }
  }

  /** The register in memory; keeps the database's own constraints. */
  static final class Register extends SigningKeyRepository {
    private int reads;

    /** Never the same: what was changed in memory shows at once. */
    @Override
    public String version() {
      return Integer.toString(++reads);
    }

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
}
