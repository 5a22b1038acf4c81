package org.opentws.audit.witness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.opentws.audit.Witness;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.TreeProof;
import org.opentws.audit.format.WitnessKey;
import org.opentws.value.Der;

/** A witness in memory, by the letter of C2SP tlog-witness; and what may go wrong with one. */
final class SmallWitness implements WitnessPost {
  static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final KeyPair keys;
  private final Witness witness;
  boolean down;
  boolean signsOtherThings;
  Instant now = NOW;
  long size;
  byte[] root = new byte[0];
  int asked;

  SmallWitness(String name) throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] spki = keys.getPublic().getEncoded();
    Der raw = Der.of(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
    witness = new Witness(new WitnessKey(name, raw), URI.create("https://witness.example/api"));
  }

  Witness witness() {
    return witness;
  }

  /** As an operator of a log is told it. */
  static String verifierKey(WitnessKey key) {
    byte[] typed = new byte[33];
    typed[0] = 4;
    System.arraycopy(key.key().octets(), 0, typed, 1, 32);
    return key.name()
        + "+"
        + HexFormat.of().formatHex(key.id().octets())
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }

  @Override
  public Answer post(URI target, String body) throws IOException {
    asked++;
    if (down) {
      throw new ConnectException("nobody listens");
    }
    if (!target.equals(URI.create("https://witness.example/api/add-checkpoint"))) {
      return new Answer(404, "");
    }
    int end = body.indexOf("\n\n");
    List<String> lines = body.substring(0, end).lines().toList();
    SignedNote note = SignedNote.parse(body.substring(end + 2));
    long old = Long.parseLong(lines.get(0).substring("old ".length()));
    return judge(old, lines.subList(1, lines.size()), note);
  }

  private Answer judge(long old, List<String> proof, SignedNote note) {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (old > checkpoint.size()) {
      return new Answer(400, "");
    }
    byte[] theirs = checkpoint.root().octets();
    if (old != size || (old == checkpoint.size() && !Arrays.equals(root, theirs))) {
      return new Answer(409, size + "\n");
    }
    boolean continues =
        old == 0
            ? proof.isEmpty()
            : TreeProof.isConsistent(
                new TreeProof.Head(size, root),
                new TreeProof.Head(checkpoint.size(), theirs),
                proof.stream().map(line -> Base64.getDecoder().decode(line)).toList());
    if (!continues) {
      return new Answer(422, "");
    }
    size = checkpoint.size();
    root = theirs;
    return new Answer(200, stranger() + line(note.text()));
  }

  /** A line of a key that nobody asked for. */
  private static String stranger() {
    return "\u2014 witness.example/other "
        + Base64.getEncoder().encodeToString(new byte[76])
        + "\n";
  }

  String line(String text) {
    try {
      long seconds = now.getEpochSecond();
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      String message = "cosignature/v1\ntime " + seconds + "\n" + (signsOtherThings ? "" : text);
      signer.update(message.getBytes(StandardCharsets.UTF_8));
      ByteBuffer both = ByteBuffer.allocate(76);
      both.put(witness.key().id().octets()).putLong(seconds).put(signer.sign());
      return "\u2014 "
          + witness.key().name()
          + " "
          + Base64.getEncoder().encodeToString(both.array())
          + "\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
