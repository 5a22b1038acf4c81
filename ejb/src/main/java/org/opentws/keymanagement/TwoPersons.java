package org.opentws.keymanagement;

import org.opentws.access.Caller;

/**
 * The two who agreed (KM1.3): accounts, as they stand in the register and the audit log.
 *
 * @param requester who asked
 * @param approver the other person, who agreed
 */
public record TwoPersons(String requester, String approver) {
  public static TwoPersons of(Caller requester, Caller approver) {
    return new TwoPersons(requester.account(), approver.account());
  }
}
