package org.opentws.keymanagement.activation;

import java.util.List;

/**
 * How far the activation of a device has come.
 *
 * @param needed how many shares
 * @param givenBy accounts of the persons whose share is there
 */
public record SharesGiven(String device, int needed, List<String> givenBy) {
  public SharesGiven {
    givenBy = List.copyOf(givenBy);
  }
}
