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
      choice("purpose", "form.purpose", generated()),
      text("owner", "form.owner", "form.owner.hint"),
      choice("token", "form.token", List.of("ca", "tsp", "infra")),
      choice("algorithm", "form.algorithm", codes()),
      optional("subject", "form.subject", "form.subject.hint"),
      choice("backup", "form.backup", List.of("no", "yes"))),
  ACTIVATE_KEY(text("keyId", "form.keyId", "form.keyId.hint")),
  DEACTIVATE_KEY(text("keyId", "form.keyId", "form.keyId.hint")),
  ACTIVATE_DEVICE(choice("device", "form.token", List.of("ca", "ca-replica"))),
  COMPROMISE_KEY(
      text("keyId", "form.keyId", "form.keyId.compromised"),
      text("reason", "form.reason", "form.reason.hint")),
  BACKUP_KEY(text("keyId", "form.keyId", "form.keyId.hint")),
  RESTORE_KEY(text("keyId", "form.keyId", "form.keyId.restored")),
  REPLICATE_KEY(text("keyId", "form.keyId", "form.keyId.replicated")),
  DESTROY_KEY(
      text("keyId", "form.keyId", "form.keyId.destroyed"),
      optional("evenThoughCertificateIsValid", "form.evenThough", "form.evenThough.hint"),
      optional("withoutReplica", "form.withoutReplica", "form.withoutReplica.hint")),
  IMPORT_CA_CERTIFICATE(
      text("owner", "form.ca", "form.ca.hint"),
      text("issuer", "form.issuer", "form.issuer.signed"),
      large("certificate", "form.certificate"),
      large("issuerCertificate", "form.issuerCertificate"),
      large("issuerCrl", "form.issuerCrl")),
  IMPORT_CA_CRL(text("issuer", "form.offlineCa", "form.offlineCa.hint"), large("crl", "form.crl")),
  IMPORT_LINK_CERTIFICATES(
      text("ca", "form.offlineCa", "form.offlineCa.hint"),
      large("newWithOld", "form.newWithOld"),
      large("oldWithNew", "form.oldWithNew")),
  CROSS_CERTIFY(
      text("ca", "form.ca", "form.ca.cross"),
      large("pkcs10", "form.pkcs10"),
      text("fingerprint", "form.fingerprint", "form.fingerprint.hint"),
      text("days", "form.days", "form.days.hint"),
      text("pathLength", "form.pathLength", "form.pathLength.hint"),
      text("policies", "form.policies", "form.policies.hint"),
      text("permitted", "form.permitted", "form.permitted.hint")),
  CHANGE_ALGORITHM_CATALOGUE(large("catalogue", "form.catalogue")),
  REVOKE_TSP_CERTIFICATE(
      text("issuer", "form.issuer", "form.issuer.hint"),
      text("serial", "form.serial", "form.serial.hint"),
      choice("reason", "form.reason", reasons())),
  REVOKE_LOST_CERTIFICATE(
      text("issuer", "form.issuer", "form.issuer.hint"),
      text("serial", "form.serial", "form.serial.lost"),
      choice("reason", "form.reason", reasons())),
  APPOINT_CRL_ISSUER(
      text("ca", "form.ca", "form.ca.gone"), text("issuer", "form.issuer", "form.issuer.lists")),
  CERTIFY_CONTROL_KEY(
      text("person", "form.person", "form.person.key"),
      large("pkcs10", "form.pkcs10"),
      optionalLarge("attestation", "form.attestation", "form.attestation.hint")),
  CREATE_USER(
      text("account", "form.account", "form.account.new"),
      text("person", "form.person", "form.person.hint"),
      large("certificate", "form.controlCertificate"),
      passwordHash()),
  ADD_CONTROL_CERTIFICATE(
      text("account", "form.account", "form.account.officer1"),
      large("certificate", "form.controlCertificate")),
  SET_PASSWORD(text("account", "form.account", "form.account.password"), passwordHash()),
  REMOVE_AUTHENTICATOR(
      text("account", "form.account", "form.account.officer3"),
      text("authenticator", "form.authenticator", "form.authenticator.hint")),
  CHANGE_OFFICER_SIGNER(large("certificate", "form.certificate")),
  DISABLE_USER(text("account", "form.account", "form.account.officer3")),
  ENABLE_USER(text("account", "form.account", "form.account.officer3")),
  ASSIGN_ROLE(
      text("account", "form.account", "form.account.officer3"),
      choice("role", "form.role", names(Role.values()))),
  REMOVE_ROLE(
      text("account", "form.account", "form.account.officer3"),
      choice("role", "form.role", names(Role.values()))),
  GRANT_PERMISSION(
      text("account", "form.account", "form.account.operator"),
      choice("permission", "form.permission", grantable())),
  WITHDRAW_PERMISSION(
      text("account", "form.account", "form.account.operator"),
      choice("permission", "form.permission", grantable())),
  CHANGE_SCOPES(
      text("account", "form.account", "form.account.officer1"),
      text("cas", "form.cas", "form.cas.hint"),
      text("registrationAuthorities", "form.authorities", "form.authorities.hint")),
  CERTIFY_MACHINE_KEY(
      text("machine", "form.machine", "form.machine.hint"), large("pkcs10", "form.pkcs10")),
  REGISTER_MACHINE(
      text("account", "form.account", "form.account.machine"),
      large("certificate", "form.machineCertificate"),
      text("cas", "form.cas", "form.cas.hint"),
      text("registrationAuthorities", "form.authorities", "form.authorities.hint"),
      text("profiles", "form.profiles", "form.profiles.hint"),
      choice("statusChanges", "form.statusChanges", List.of("no", "yes"))),
  ERASE_PERSONAL_DATA(
      text("application", "form.application", "form.application.hint"),
      text("reason", "form.reason", "form.reason.nameless")),
  LIFT_LEGAL_HOLD(
      text("hold", "form.hold", "form.hold.hint"),
      text("reason", "form.reason", "form.reason.nameless")),
  RESTORE_BACKUP(
      text("backup", "form.backupId", "form.backupId.hint"),
      text("sha256", "form.sha256", "form.sha256.hint"),
      text("reason", "form.reason", "form.reason.hint")),
  DELETE_ARCHIVE(
      text("archive", "form.archive", "form.archive.hint"),
      text("reason", "form.reason", "form.reason.hint"));

  /**
   * One parameter of an operation.
   *
   * @param label key of its words
   * @param hint key of a hint; empty if there is none
   * @param kind "text", "choice" or "large"
   * @param choices the values that there are, for a choice
   */
  public record Parameter(
      String name, String label, String hint, String kind, List<String> choices, boolean needed) {}

  private final List<Parameter> parameters;

  OperationForm(Parameter... parameters) {
    this.parameters = List.of(parameters);
  }

  /** Key of its title. */
  public String title() {
    return "form." + name();
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
    return text("passwordHash", "form.passwordHash", "form.passwordHash.hint");
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
