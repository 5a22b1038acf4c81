package org.opentws.health;

import java.util.Optional;

/**
 * One thing without which this node cannot serve. Every service may contribute one: any CDI bean of
 * this type is asked at each look at {@code /health/ready}, so the answer must be cheap.
 */
public interface ReadinessCheck {
  /** One word for the thing, for example "database". */
  String subject();

  /**
   * What is wrong now, in words for an operator: no secret, no version, no address. Empty if all is
   * well.
   */
  Optional<String> fault();
}
