package org.opentws.conformance.incontainer.inside;

import jakarta.enterprise.context.ApplicationScoped;

/** PROBE_OF_TWO: the same, for which two persons besides the requester must agree. */
@ApplicationScoped
public class ProbeOfTwoOperation extends ProbeOperation {
  public static final String NAME_OF_TYPE = "PROBE_OF_TWO";

  @Override
  public String type() {
    return NAME_OF_TYPE;
  }

  @Override
  public int approvalsMin() {
    return 2;
  }
}
