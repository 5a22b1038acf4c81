package org.opentws.registration.planted;

import java.security.PrivateKey;

/** Breaks rule 6. */
public interface ServiceWithPrivateKey {
  PrivateKey key();
}
