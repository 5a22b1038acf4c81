package org.opentws.portal.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.access.RolePermissions;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.dualcontrol.OperationType;
import org.opentws.keymanagement.KeyAlgorithm;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.revocationmanagement.RevocationReason;

/**
 * What the page asks for to request an operation. The operation itself judges what is entered; a
 * type that is not here can be requested by REST.
 */
public enum OperationForm {
  GENERATE_KEY(
      "Generate a key",
      choice("purpose", "Purpose", generated()),
      text("owner", "Owner", "A CA's id, a time-stamping unit's id or a service's name."),
      choice("token", "Device", List.of("ca", "tsp", "infra")),
      choice("algorithm", "Algorithm", codes()),
      optional("subject", "Subject", "For the key of a CA only: its distinguished name."),
      choice("backup", "May be backed up", List.of("no", "yes"))),
  ACTIVATE_KEY("Activate a key", text("keyId", "Id of the key", "From the page Keys.")),
  DEACTIVATE_KEY("Deactivate a key", text("keyId", "Id of the key", "From the page Keys.")),
  ACTIVATE_DEVICE("Open a locked device", choice("device", "Device", List.of("ca", "ca-replica"))),
  COMPROMISE_KEY(
      "Mark a key as compromised",
      text("keyId", "Id of the key", "From the page Keys. It never signs again."),
      text("reason", "Reason", "What happened; it stands in the audit log.")),
  BACKUP_KEY("Back a key up", text("keyId", "Id of the key", "From the page Keys.")),
  RESTORE_KEY(
      "Bring a key back from its backup",
      text("keyId", "Id of the key", "From the page Keys. Its device has lost it.")),
  REPLICATE_KEY(
      "Take a key into the replica of its device",
      text("keyId", "Id of the key", "From the page Keys. Its replica lacks it.")),
  DESTROY_KEY(
      "Destroy a key",
      text("keyId", "Id of the key", "From the page Keys. Nobody can get it back."),
      optional(
          "evenThoughCertificateIsValid",
          "Although its certificate is valid",
          "Enter yes for the key of a CA whose certificate is still valid."),
      optional(
          "withoutReplica",
          "Not in the replica",
          "Enter yes if you destroy what the replica holds by other means.")),
  IMPORT_CA_CERTIFICATE(
      "Import the certificate of a CA",
      text("owner", "CA", "The id of the CA whose key was generated here."),
      text("issuer", "Issuer", "The id of the CA that signed, for example root."),
      large("certificate", "Certificate, base64 of DER"),
      large("issuerCertificate", "Issuer's certificate, base64 of DER"),
      large("issuerCrl", "Issuer's CRL, base64 of DER")),
  IMPORT_CA_CRL(
      "Import the CRL of an offline CA",
      text("issuer", "Offline CA", "Its id, for example root."),
      large("crl", "CRL, base64 of DER")),
  CHANGE_ALGORITHM_CATALOGUE(
      "Change the catalogue of algorithms",
      large("catalogue", "The whole document, with the next version's number")),
  REVOKE_TSP_CERTIFICATE(
      "Revoke a certificate of the provider itself",
      text("issuer", "Issuer", "The id of the CA that signed it."),
      text("serial", "Serial number", "Hexadecimal."),
      choice("reason", "Reason", reasons())),
  REVOKE_LOST_CERTIFICATE(
      "Revoke a certificate that the database lost",
      text("issuer", "Issuer", "The id of the CA that signed it."),
      text("serial", "Serial number", "Hexadecimal. Be sure that the CA issued it."),
      choice("reason", "Reason", reasons())),
  CERTIFY_CONTROL_KEY(
      "Certify a control key",
      text("person", "Person", "Whose key it is; the certificate's common name."),
      large("pkcs10", "PKCS#10 of the control key, base64 of DER"),
      optionalLarge(
          "attestation",
          "Attestation, base64 of DER",
          "By the device that holds the key; needed where the configuration names attestation roots.")),
  CREATE_USER(
      "Create a user",
      text("account", "Account", "2 to 63 of a-z, 0-9 and -, for example registration-officer-3."),
      text("person", "Person", "Two accounts of one person count as one."),
      large("certificate", "Control certificate, base64 of DER"),
      passwordHash()),
  ADD_CONTROL_CERTIFICATE(
      "Add a control certificate",
      text("account", "Account", "For example registration-officer-1."),
      large("certificate", "Control certificate, base64 of DER")),
  SET_PASSWORD(
      "Set a password",
      text("account", "Account", "For example registration-officer-1. Its sessions end."),
      passwordHash()),
  DISABLE_USER("Disable a user", text("account", "Account", "For example registration-officer-3.")),
  ENABLE_USER("Enable a user", text("account", "Account", "For example registration-officer-3.")),
  ASSIGN_ROLE(
      "Give a user a role",
      text("account", "Account", "For example registration-officer-3."),
      choice("role", "Role", names(Role.values()))),
  REMOVE_ROLE(
      "Take a role from a user",
      text("account", "Account", "For example registration-officer-3."),
      choice("role", "Role", names(Role.values()))),
  GRANT_PERMISSION(
      "Grant a single permission",
      text("account", "Account", "For example system-operator-1."),
      choice("permission", "Permission", grantable())),
  WITHDRAW_PERMISSION(
      "Take a single permission back",
      text("account", "Account", "For example system-operator-1."),
      choice("permission", "Permission", grantable()));

  /**
   * One parameter of an operation.
   *
   * @param kind "text", "choice" or "large"
   * @param choices the values that there are, for a choice
   */
  public record Parameter(
      String name, String label, String hint, String kind, List<String> choices, boolean needed) {}

  private final String title;
  private final List<Parameter> parameters;

  OperationForm(String title, Parameter... parameters) {
    this.title = title;
    this.parameters = List.of(parameters);
  }

  public String title() {
    return title;
  }

  /** What one must hold to ask for it. */
  Permission permission() {
    return OperationType.valueOf(name()).requesting();
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  static Optional<OperationForm> named(String type) {
    return Arrays.stream(values()).filter(form -> form.name().equals(type)).findFirst();
  }

  private static Parameter text(String name, String label, String hint) {
    return new Parameter(name, label, hint, "text", List.of(), true);
  }

  private static Parameter optional(String name, String label, String hint) {
    return new Parameter(name, label, hint, "text", List.of(), false);
  }

  private static Parameter large(String name, String label) {
    return new Parameter(name, label, "", "large", List.of(), true);
  }

  private static Parameter optionalLarge(String name, String label, String hint) {
    return new Parameter(name, label, hint, "large", List.of(), false);
  }

  private static Parameter passwordHash() {
    return text(
        "passwordHash",
        "Hash of the password",
        "Argon2id in PHC form; nobody but the user knows the password.");
  }

  private static Parameter choice(String name, String label, List<String> choices) {
    return new Parameter(name, label, "", "choice", choices, true);
  }

  /** The management CA's key comes from the installation ceremony only. */
  private static List<String> generated() {
    return Stream.of(KeyPurpose.values())
        .filter(purpose -> purpose != KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING)
        .map(Enum::name)
        .toList();
  }

  private static List<String> codes() {
    return Stream.of(KeyAlgorithm.values()).map(KeyAlgorithm::code).toList();
  }

  private static List<String> reasons() {
    return Stream.of(RevocationReason.values()).map(RevocationReason::text).toList();
  }

  private static List<String> grantable() {
    return Stream.of(Permission.values())
        .filter(permission -> !RolePermissions.grantableTo(permission).isEmpty())
        .map(Permission::text)
        .toList();
  }

  private static List<String> names(Enum<?>[] values) {
    return Stream.of(values).map(Enum::name).toList();
  }
}
