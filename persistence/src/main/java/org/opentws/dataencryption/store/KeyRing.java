package org.opentws.dataencryption.store;

import java.util.List;
import java.util.Optional;
import org.opentws.error.ServiceUnavailable;

/** The data keys of this system. Fulfilled by data encryption with a key in the device. */
public interface KeyRing {
  /**
   * The key under which new values are encrypted.
   *
   * @throws ServiceUnavailable KEY or DEVICE: it cannot be had now
   */
  DataKey current();

  /**
   * The key of this id; empty if there is none.
   *
   * @throws ServiceUnavailable DEVICE: it cannot be had now
   */
  Optional<DataKey> find(String id);

  /** The keys in memory, without asking anybody; the one for new values first. */
  List<DataKey> inMemory();

  /** Whether this database had values in clear before there was a data key. */
  boolean mayStandInClear();

  /** Tells persons that a value is not what this system wrote. */
  void broken(FieldPlace place, String why);
}
