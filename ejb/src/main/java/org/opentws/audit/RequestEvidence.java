package org.opentws.audit;

import java.util.Map;

/**
 * What the connection of the request that is being served says about the actor (AA3.1c): the
 * certificate whose key the caller proved to hold, the network address. Implemented by
 * authentication, which itself writes audit records and therefore must not be known here.
 */
public interface RequestEvidence {
  /**
   * Details for a record of this actor; none if the actor is not the one who is connected, or if
   * this thread serves no request.
   *
   * @param actor as the record names it
   */
  Map<String, String> about(String actor);
}
