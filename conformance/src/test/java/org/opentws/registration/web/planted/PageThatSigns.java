package org.opentws.registration.web.planted;

import java.security.Signature;

/** Breaks rule 10. */
public interface PageThatSigns {
  Signature signature();
}
