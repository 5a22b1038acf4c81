package org.opentws.keymanagement;

import java.util.List;

/**
 * Contract: secret keys in devices, which sign nothing and so are not in the register of signing
 * keys (5.2.5.1). Key management is a general function; whoever has such keys made lists them.
 */
public interface SecretKeys {
  /** Every one that ever was. */
  List<KeyLine> lines();
}
