package org.opentws.audit;

import java.util.Set;

/** What kind of actor a record names (AA3.1c). */
public enum ActorKind {
  /** An account of a person, or of a machine that has one. */
  ACCOUNT,
  /** A part of this system: a timer, a message consumer, a service that answers anybody. */
  COMPONENT,
  /** Nobody was identified. */
  ANONYMOUS;

  /** The names under which parts of this system act; no account can have one of them. */
  private static final Set<String> COMPONENTS =
      Set.of(
          "access",
          "archive",
          "audit",
          "authentication",
          "backup",
          "certificategeneration",
          "dissemination",
          "dualcontrol",
          "keymanagement",
          "ocsp",
          "registration",
          "revocationmanagement",
          "revocationstatus",
          "system",
          "time",
          "timestamping");

  public static ActorKind of(String actor) {
    if (actor.equals("anonymous")) {
      return ANONYMOUS;
    }
    return COMPONENTS.contains(actor) ? COMPONENT : ACCOUNT;
  }
}
