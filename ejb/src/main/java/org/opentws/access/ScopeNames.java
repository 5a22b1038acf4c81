package org.opentws.access;

import java.util.Set;

/** Contract: what a scope can name (SA1.1). Fulfilled by registration, which knows both. */
public interface ScopeNames {
  /** Ids of the CAs of this system. */
  Set<String> cas();

  Set<String> registrationAuthorities();

  /** Names of the certificate profiles that applications may name. */
  Set<String> profiles();
}
