package org.opentws.tools.ceremony;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.token.PinSource;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.hsm.token.TokenSettings;

/** What one run of a script knows: its tokens, and what its steps made for later ones. */
final class Ceremony implements AutoCloseable {
  /** An officer, as the installation document lists one. */
  record Officer(
      String person,
      String account,
      String role,
      X509Certificate certificate,
      String passwordHash) {}

  /** A key that was made or that signed. */
  private record UsedKey(String token, String label) {}

  /** Since when a token is open, by the monotonic clock, and for how long it may be. */
  private record OpenTime(long sinceNanos, Duration max) {
    Duration passed() {
      return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }
  }

  private final Path library;
  private final boolean demo;
  private final Attendance attendance;
  private final CeremonyProgress progress;
  private final Map<String, TokenAccess> tokens = new HashMap<>();
  private final Map<String, OpenTime> openTimes = new TreeMap<>();
  private final List<Officer> officers = new ArrayList<>();
  private final Set<UsedKey> usedKeys = new LinkedHashSet<>();
  private final List<Map<String, Object>> endedKeys = new ArrayList<>();
  private final List<Object> endedDevices = new ArrayList<>();

  Ceremony(Path library, boolean demo, Attendance attendance, CeremonyProgress progress) {
    this.library = library;
    this.demo = demo;
    this.attendance = attendance;
    this.progress = progress;
  }

  CeremonyProgress progress() {
    return progress;
  }

  Attendance attendance() {
    return attendance;
  }

  Path library() {
    return library;
  }

  boolean demo() {
    return demo;
  }

  /** Names a token and the file with its PIN; it is opened when first used. */
  void useToken(String label, Path pinFile) {
    useToken(label, TokenSettings.of(library, label, PinSource.file(pinFile)));
  }

  /** The same for a token of any library. */
  void useToken(String name, TokenSettings settings) {
    tokens.computeIfAbsent(name, each -> new TokenAccess(settings));
  }

  /**
   * Opens a token whose PIN persons have just put together; the caller wipes it.
   *
   * @param max after that it is closed, whatever is still to be done (KM1.6-s2)
   */
  void useActivatedToken(String label, char[] pin, Duration max) {
    useActivatedToken(
        label, TokenSettings.of(library, label, PinSource.named("activation")), pin, max);
  }

  /** The same for a token of any library. */
  void useActivatedToken(String name, TokenSettings settings, char[] pin, Duration max) {
    tokens.computeIfAbsent(name, each -> new TokenAccess(settings)).activate(pin);
    openTimes.put(name, new OpenTime(System.nanoTime(), max));
  }

  TokenAccess token(String label) {
    TokenAccess token = tokens.get(label);
    if (token == null) {
      throw new CeremonyFailure("no earlier step opened the token " + label);
    }
    OpenTime open = openTimes.get(label);
    if (open != null && open.passed().compareTo(open.max()) > 0) {
      token.close();
      throw new CeremonyFailure(
          "KM1.6: the token %s was open for more than %d minutes and is closed now"
              .formatted(label, open.max().toMinutes()));
    }
    return token;
  }

  /**
   * Ends the login to every token.
   *
   * @return the names of those that persons opened, and for how long they were open
   */
  Map<String, String> endAllUses() {
    Map<String, String> openFor = new TreeMap<>();
    openTimes.forEach(
        (label, open) -> openFor.put(label, open.passed().truncatedTo(SECONDS).toString()));
    for (String label : List.copyOf(tokens.keySet())) {
      TokenAccess token = token(label);
      endUse(
          label,
          usedKeys.stream()
              .filter(key -> key.token().equals(label))
              .map(key -> KeyEntry.of(token, key.label()))
              .toList());
    }
    return openFor;
  }

  /** Ends the login to a token; the report lists it and these keys of it all the same. */
  void endUse(String label, List<Map<String, Object>> keys) {
    TokenAccess token = token(label);
    endedDevices.add(token.deviceFacts());
    endedKeys.addAll(keys);
    usedKeys.removeIf(key -> key.token().equals(label));
    token.close();
    tokens.remove(label);
    openTimes.remove(label);
  }

  /** The key's certificate as it lies in the token. */
  X509Certificate certificate(String tokenLabel, String keyLabel) {
    return token(tokenLabel).certificates().stream()
        .filter(stored -> stored.label().equals(keyLabel))
        .map(org.opentws.hsm.token.StoredCertificate::certificate)
        .findFirst()
        .orElseThrow(() -> new CeremonyFailure("no certificate for the key " + keyLabel));
  }

  TokenKeySigner signer(String tokenLabel, String keyLabel, SigningUse use) {
    TokenKeySigner signer = TokenKeySigner.of(token(tokenLabel), keyLabel, use);
    used(tokenLabel, keyLabel);
    return signer;
  }

  /** The report is to list this key. */
  void used(String tokenLabel, String keyLabel) {
    usedKeys.add(new UsedKey(tokenLabel, keyLabel));
  }

  /** The report lists this key, though it is not in its token any more. */
  void ended(String tokenLabel, String keyLabel, Map<String, Object> key) {
    usedKeys.remove(new UsedKey(tokenLabel, keyLabel));
    endedKeys.add(key);
  }

  /** The report lists these keys, which an earlier run destroyed, and their device. */
  void endedBefore(List<Map<String, Object>> keys, @Nullable Object device) {
    endedKeys.addAll(keys);
    if (device != null) {
      endedDevices.add(device);
    }
  }

  /** The report is to list this key, which a running server made, and its device. */
  void made(Map<String, Object> key, Map<String, Object> device) {
    endedKeys.add(key);
    if (!endedDevices.contains(device)) {
      endedDevices.add(device);
    }
  }

  /** Each key that was made, signed or was destroyed, with what the device says or said of it. */
  List<Map<String, Object>> keys() {
    return Stream.concat(
            endedKeys.stream(),
            usedKeys.stream().map(key -> KeyEntry.of(token(key.token()), key.label())))
        .toList();
  }

  void add(Officer officer) {
    officers.add(officer);
  }

  List<Officer> officers() {
    return List.copyOf(officers);
  }

  /** Facts of every device that was used. */
  List<Object> devices() {
    return Stream.<Object>concat(
            endedDevices.stream(), tokens.values().stream().map(TokenAccess::deviceFacts))
        .toList();
  }

  /** The offline machine's own clock, which the two persons have set; whole seconds. */
  static Instant now() {
    return Instant.now().truncatedTo(SECONDS);
  }

  @Override
  public void close() {
    tokens.values().forEach(TokenAccess::close);
  }
}
