package org.opentws.node;

/** A service of the standard that a node runs or leaves to other nodes. */
public enum NodeService {
  /** 5.3.2. */
  REGISTRATION,
  /** 5.3.3. */
  CERTIFICATE_GENERATION,
  /** 5.3.4. */
  DISSEMINATION,
  /** 5.3.5, CRLs included. */
  REVOCATION_MANAGEMENT,
  /** 5.3.6. */
  REVOCATION_STATUS,
  /** 5.5.1. */
  TIME_STAMPING,
  /** 5.2: the officers' portal, the REST interface, dual control and keys. */
  ADMINISTRATION
}
