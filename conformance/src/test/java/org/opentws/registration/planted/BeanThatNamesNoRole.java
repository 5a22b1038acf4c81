package org.opentws.registration.planted;

import jakarta.ejb.Stateless;

/** Breaks rule 8. */
@Stateless
public class BeanThatNamesNoRole {
  public int anybody() {
    return 1;
  }
}
