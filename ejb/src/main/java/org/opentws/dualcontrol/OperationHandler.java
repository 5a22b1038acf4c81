package org.opentws.dualcontrol;

import java.util.Map;
import org.opentws.access.Caller;

/**
 * One type of dual-control operation; a CDI bean in the package that owns the operation. It is
 * never called but by dual control, after two different persons agreed.
 */
public interface OperationHandler {
  /** Stable name, for example "GENERATE_KEY". */
  String type();

  /**
   * Checks parameters when the operation is requested, and says in words exactly what will happen.
   * Changes nothing.
   *
   * @throws org.opentws.error.RequestRefused if they are not acceptable
   */
  String describe(Map<String, String> parameters);

  /**
   * Does it, once, in a transaction that also records the outcome.
   *
   * @return result values for the requester, for example the key's id
   */
  Map<String, String> execute(Map<String, String> parameters, Caller requester, Caller approver);
}
