package org.opentws.keymanagement.activation;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.CryptographicDevices;
import org.opentws.keymanagement.store.ActivationRepository;
import org.opentws.keymanagement.store.ActivationShare;
import org.opentws.keymanagement.store.ActivationStation;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.random.Randomness;
import org.opentws.secretsharing.SecretShare;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * This process, as other nodes see it: its key for receiving shares is made at its start, lies in
 * its memory alone and ends with it. What was sealed for it can be opened by nobody afterwards.
 */
@ApplicationScoped
class Station {
  /** A process that has not been seen for that long gets no shares. */
  static final Duration ALIVE_MAX = Duration.ofSeconds(20);

  @Inject ActivationRepository repository;
  @Inject StatementSigner signer;
  @Inject CryptographicDevices devices;
  @Inject Randomness randomness;
  @Inject TrustedTime time;
  @Inject ThisNode thisNode;

  private String id = "";
  private String node = "";
  private volatile AsymmetricCipherKeyPair keyPair = ShareSeal.newKeyPair();
  private volatile Der signature = Der.of(new byte[0]);

  @PostConstruct
  void begin() {
    id = randomness.identifier();
    node = System.getProperty("jboss.node.name", "node");
  }

  /** What was sealed for this process until now can be opened by nobody from here on. */
  void forgetKey() {
    keyPair = ShareSeal.newKeyPair();
  }

  String id() {
    return id;
  }

  String node() {
    return node;
  }

  /** Devices that wait for persons on this node. */
  Set<String> locked() {
    Set<String> locked = new TreeSet<>();
    for (String device : devices.tokens()) {
      if (devices.isLocked(device)) {
        locked.add(device);
      }
    }
    return locked;
  }

  /** NET1.3: where no service uses keys of CAs, nobody opens their device. */
  boolean usesKeysOfCas() {
    return thisNode.runs(NodeService.CERTIFICATE_GENERATION)
        || thisNode.runs(NodeService.REVOCATION_MANAGEMENT);
  }

  /** Writes its row anew, in the caller's transaction. */
  void announce() {
    Der publicKey = ShareSeal.publicKey(keyPair);
    if (signature.length() == 0 || !signer.isSigned(statement(id, node, publicKey), signature)) {
      signature = signer.sign(statement(id, node, publicKey));
    }
    ActivationStation row =
        repository
            .station(id)
            .orElseGet(
                () -> {
                  ActivationStation fresh = new ActivationStation(id, node);
                  fresh.announce(publicKey, signature, locked(), time.now());
                  repository.add(fresh);
                  return fresh;
                });
    row.announce(publicKey, signature, locked(), time.now());
  }

  /** Stations that live and are what they say. */
  List<ActivationStation> alive() {
    return repository.stationsSince(time.now().minus(ALIVE_MAX)).stream()
        .filter(
            row ->
                signer.isSigned(
                    statement(row.station(), row.node(), row.publicKey()), row.signature()))
        .toList();
  }

  /** A share of a person, sealed for a station and signed as taken by this one. */
  ActivationShare sealed(ActivationStation to, ActivationShare.Given given, byte[] share) {
    String context = context(to.station(), given);
    Der sealed = ShareSeal.seal(to.publicKey(), context, share);
    return new ActivationShare(
        to.station(), given, sealed, signer.sign(context + "|" + hex(sealed)));
  }

  /**
   * A share that was sealed for this station.
   *
   * @throws RequestRefused SEAL_BROKEN
   */
  SecretShare opened(ActivationShare row) {
    String context = context(row.station(), row.given());
    byte[] line = ShareSeal.open(keyPair, context, row.sealed());
    try {
      return SecretShare.parse(new String(line, StandardCharsets.US_ASCII));
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  /** Whether a node of ours took it in. */
  boolean isGenuine(ActivationShare row) {
    return signer.isSigned(
        context(row.station(), row.given()) + "|" + hex(row.sealed()), row.signature());
  }

  private static String statement(String id, String node, Der publicKey) {
    return "opentws station 1|" + id + "|" + node + "|" + hex(publicKey);
  }

  private static String context(String station, ActivationShare.Given given) {
    return String.join(
        "|",
        "opentws share 1",
        station,
        given.device(),
        given.person(),
        given.account(),
        given.shareSet(),
        String.valueOf(given.shareNumber()),
        String.valueOf(given.givenAt().toEpochMilli()));
  }

  private static String hex(Der octets) {
    return HexFormat.of().formatHex(octets.octets());
  }
}
