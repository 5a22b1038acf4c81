package org.opentws.keymanagement;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.KeyProtection;
import org.opentws.keymanagement.store.KeyClass;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.SigningKey;

/**
 * Which key is to be generated, as two persons agree on it.
 *
 * @param owner whose: a CA's id, a time-stamping unit's id, a service's name, a database role
 * @param token the device in which it will live
 * @param subject of the certificate request, for CERTIFICATE_SIGNING only
 * @param backup whether it may leave the device under its backup key
 * @param issuer the CA that certifies it instead of the configured one, for TIME_STAMP_SIGNING only
 * @param spare whether it is kept until it takes another one's place by itself
 */
record KeyOrder(
    KeyPurpose purpose,
    String owner,
    String token,
    KeyAlgorithm algorithm,
    String subject,
    boolean backup,
    boolean spare,
    Optional<String> issuer) {
  private static final Set<String> KNOWN =
      Set.of("purpose", "owner", "token", "algorithm", "subject", "backup", "spare", "issuer");

  /** Those that roll over by themselves: many sign for relying parties under one CA. */
  static final Set<KeyPurpose> ROLLING =
      EnumSet.of(KeyPurpose.OCSP_SIGNING, KeyPurpose.TIME_STAMP_SIGNING);

  /** Those whose successor the system makes by itself: nobody outside relies on them. */
  static final Set<KeyPurpose> RENEWED =
      EnumSet.of(
          KeyPurpose.TLS_SERVER,
          KeyPurpose.DATABASE_CLIENT,
          KeyPurpose.MESSAGE_SEALING,
          KeyPurpose.AUDIT_SIGNING);

  /** The database roles of nodes: no other, such as the schema's owner, gets a client key. */
  private static final List<String> NODE_ROLES = List.of("tws_app", "tws_front");

  private static final Pattern OWNER = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

  /** The root CA's id: its key is never made on a connected system (KM1.6). */
  private static final String ROOT = "root";

  /**
   * Reads and checks the parameters.
   *
   * @throws RequestRefused MALFORMED_REQUEST, WEAK_KEY, WRONG_STATE
   */
  static KeyOrder parse(Map<String, String> raw) {
    OperationParameters parameters = new OperationParameters(raw, KNOWN);
    KeyPurpose purpose = purpose(parameters.required("purpose"));
    String owner = owner(purpose, parameters.required("owner"));
    // KM1.6: root keys are made on an isolated machine.
    if (owner.equals(ROOT)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the key of the root CA is made offline only (KM1.6)");
    }
    if (purpose == KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the management CA's key is made at the installation ceremony only");
    }
    String token = parameters.required("token");
    String device = CryptographicDevices.tokenFor(purpose);
    if (!token.equals(device)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "a " + purpose + " key lives in the device '" + device + "' only");
    }
    KeyAlgorithm algorithm = KeyAlgorithm.parse(parameters.required("algorithm"));
    Optional<String> objection = algorithm.objection(purpose);
    if (objection.isPresent()) {
      throw new RequestRefused(Refusal.WEAK_KEY, objection.get());
    }
    return new KeyOrder(
        purpose,
        owner,
        token,
        algorithm,
        subject(purpose, owner, parameters),
        backup(purpose, parameters),
        spare(purpose, parameters),
        issuer(purpose, parameters));
  }

  /**
   * A spare key that is to follow an infrastructure key, of the same algorithm.
   *
   * @throws RequestRefused WEAK_KEY if that is not in the catalogue any more
   */
  static KeyOrder successorOf(SigningKey former) {
    return new KeyOrder(
        former.purpose(),
        former.owner(),
        former.token(),
        KeyAlgorithm.parse(former.algorithm()),
        "CN=" + former.owner(),
        false,
        true,
        Optional.empty());
  }

  private static String owner(KeyPurpose purpose, String owner) {
    if (purpose == KeyPurpose.DATABASE_CLIENT) {
      if (!NODE_ROLES.contains(owner)) {
        throw OperationParameters.malformed(
            "the owner of a DATABASE_CLIENT key is the database role of a node: " + NODE_ROLES);
      }
    } else if (!OWNER.matcher(owner).matches()) {
      throw OperationParameters.malformed("an owner is a short name in lower case");
    }
    return owner;
  }

  private static Optional<String> issuer(KeyPurpose purpose, OperationParameters parameters) {
    Optional<String> issuer = parameters.optional("issuer");
    if (issuer.isPresent() && purpose != KeyPurpose.TIME_STAMP_SIGNING) {
      throw OperationParameters.malformed(
          "an issuer can be asked for TIME_STAMP_SIGNING only; it is fixed for all others");
    }
    if (issuer.filter(name -> !OWNER.matcher(name).matches()).isPresent()) {
      throw OperationParameters.malformed("'issuer' is the short name of a CA");
    }
    return issuer;
  }

  private static boolean spare(KeyPurpose purpose, OperationParameters parameters) {
    boolean spare = isYes(parameters, "spare");
    if (spare && !ROLLING.contains(purpose)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "there are spare keys of these purposes only: " + ROLLING);
    }
    return spare;
  }

  private static KeyPurpose purpose(String name) {
    return Arrays.stream(KeyPurpose.values())
        .filter(purpose -> purpose.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                OperationParameters.malformed(
                    "'purpose' is one of " + Arrays.toString(KeyPurpose.values())));
  }

  private static String subject(KeyPurpose purpose, String owner, OperationParameters parameters) {
    String subject = parameters.optional("subject").orElse("CN=" + owner);
    if (purpose != KeyPurpose.CERTIFICATE_SIGNING && parameters.optional("subject").isPresent()) {
      throw OperationParameters.malformed(
          "a subject can be asked for CERTIFICATE_SIGNING only; profiles decide all others");
    }
    try {
      return new X500Name(subject).toString();
    } catch (RuntimeException e) { // BC throws unchecked ones on hostile names
      throw OperationParameters.malformed("'subject' is not a distinguished name");
    }
  }

  /** A TSP signing key may be backed up (KM6.4) if two persons want it so from the beginning. */
  private static boolean backup(KeyPurpose purpose, OperationParameters parameters) {
    boolean backup = isYes(parameters, "backup");
    if (backup && purpose.keyClass() != KeyClass.TSP_SIGNING) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "an infrastructure key is replaced, never backed up");
    }
    return backup;
  }

  private static boolean isYes(OperationParameters parameters, String name) {
    String wanted = parameters.optional(name).orElse("no");
    if (!wanted.equals("yes") && !wanted.equals("no")) {
      throw OperationParameters.malformed("'" + name + "' is yes or no");
    }
    return wanted.equals("yes");
  }

  KeyProtection protection() {
    return backup ? KeyProtection.BACKUP_UNDER_TRUSTED_KEY : KeyProtection.NEVER_LEAVES;
  }

  /** The beginning of the label of the key's objects in the device; a number follows. */
  String labelStem() {
    if (purpose == KeyPurpose.TLS_SERVER) {
      return "tls-server-";
    }
    return purpose.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + owner + "-";
  }
}
