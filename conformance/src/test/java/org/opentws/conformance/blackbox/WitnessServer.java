package org.opentws.conformance.blackbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * An outside witness, written from C2SP tlog-witness and RFC 9162, 2.1.4.2 alone: it believes the
 * log's key and nothing else, and keeps the last tree that it cosigned.
 */
final class WitnessServer implements AutoCloseable {
  private static final String NAME = "witness.example/check";
  private static final byte[] ED25519_COSIGNATURE = {4};

  private final KeyPair keys;
  private final byte[] raw;
  private final PublicKey log;
  private final HttpServer server;
  private long size;
  private byte[] root = new byte[0];
  private final List<String> cosigned = new ArrayList<>();
  private final List<String> lies = new ArrayList<>();

  /** It signs something else than it was asked to. */
  volatile boolean lying;

  /**
   * Listens on loopback.
   *
   * @param log the key that signs checkpoints
   */
  WitnessServer(PublicKey log) throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] spki = keys.getPublic().getEncoded();
    raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    this.log = log;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/witness/add-checkpoint", this::answer);
    server.start();
  }

  /** As its operator publishes it. */
  String verifierKey() {
    byte[] typed = concatenated(ED25519_COSIGNATURE, raw);
    return NAME
        + "+"
        + HexFormat.of().formatHex(keyId())
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/witness";
  }

  String name() {
    return NAME;
  }

  /** Size of the last tree that it cosigned. */
  synchronized long size() {
    return size;
  }

  /** The honest signature lines that it gave. */
  synchronized List<String> cosigned() {
    return List.copyOf(cosigned);
  }

  /** Those over something else than it was asked to sign. */
  synchronized List<String> lies() {
    return List.copyOf(lies);
  }

  /** From now on it remembers a tree that this log never had. */
  synchronized void remembers(long other) {
    size = other;
    root = new byte[32];
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int end = body.indexOf("\n\n");
      List<String> first = body.substring(0, end).lines().toList();
      String note = body.substring(end + 2);
      long old = Long.parseLong(first.get(0).substring("old ".length()));
      int status = judge(old, first.subList(1, first.size()), note);
      String text =
          switch (status) {
            case 200 -> line(text(note));
            case 409 -> size() + "\n";
            default -> "";
          };
      exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
      byte[] octets = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
      exchange.getResponseBody().write(octets);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** What was signed. */
  private static String text(String note) {
    return note.substring(0, note.indexOf("\n\n") + 1);
  }

  private synchronized int judge(long old, List<String> proof, String note)
      throws GeneralSecurityException {
    List<String> head = text(note).lines().toList();
    long theirs = Long.parseLong(head.get(1));
    byte[] theirRoot = Base64.getDecoder().decode(head.get(2));
    if (!isSignedByTheLog(note)) {
      return 403;
    }
    if (old > theirs) {
      return 400;
    }
    if (old != size || (old == theirs && !Arrays.equals(root, theirRoot))) {
      return 409;
    }
    List<byte[]> path = proof.stream().map(line -> Base64.getDecoder().decode(line)).toList();
    if (old == 0 ? !path.isEmpty() : !continues(theirs, theirRoot, path)) {
      return 422;
    }
    size = theirs;
    root = theirRoot;
    return 200;
  }

  private boolean isSignedByTheLog(String note) throws GeneralSecurityException {
    String line = note.substring(note.indexOf("\n\n") + 2).lines().findFirst().orElseThrow();
    byte[] signed = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(log);
    verifier.update(text(note).getBytes(StandardCharsets.UTF_8));
    return verifier.verify(signed, 4, signed.length - 4);
  }

  private boolean continues(long second, byte[] secondRoot, List<byte[]> proof) {
    if (size == second) {
      return proof.isEmpty();
    }
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(size) == 1) {
      path.add(0, root);
    }
    long fn = (size - 1) >>> Long.numberOfTrailingZeros(size);
    long sn = (second - 1) >>> Long.numberOfTrailingZeros(size);
    byte[] fr = path.get(0);
    byte[] sr = path.get(0);
    for (byte[] hash : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = node(hash, fr);
        sr = node(hash, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        sr = node(sr, hash);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && Arrays.equals(fr, root) && Arrays.equals(sr, secondRoot);
  }

  private synchronized String line(String text) throws GeneralSecurityException {
    long seconds = System.currentTimeMillis() / 1000;
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.getPrivate());
    boolean lie = lying;
    String message = "cosignature/v1\ntime " + seconds + "\n" + (lie ? "another\n" : text);
    signer.update(message.getBytes(StandardCharsets.UTF_8));
    byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(seconds).array();
    byte[] value = concatenated(concatenated(keyId(), time), signer.sign());
    String line = "\u2014 " + NAME + " " + Base64.getEncoder().encodeToString(value) + "\n";
    (lie ? lies : cosigned).add(line);
    return line;
  }

  private byte[] keyId() {
    byte[] name = (NAME + "\n").getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(sha256(concatenated(concatenated(name, ED25519_COSIGNATURE), raw)), 4);
  }

  private static byte[] node(byte[] left, byte[] right) {
    return sha256(concatenated(concatenated(new byte[] {1}, left), right));
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] concatenated(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
