package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.opentws.error.ServiceUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does in a device's replica what the device itself cannot do now (SO2.1), within the same call.
 * What is done this way may be done twice: signatures and questions, never a change.
 *
 * <p>After its first failure a device is left alone, so that one that hangs does not cost each
 * caller the time that a call may take; the watch, which asks each device every five seconds, says
 * when it is back. While all is well this costs two look-ups in memory.
 */
@ApplicationScoped
class Takeover {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

  @Inject CryptographicDevices devices;

  private final Set<String> away = ConcurrentHashMap.newKeySet();

  /**
   * Does it in the device, or in its replica.
   *
   * @param work gets the name of the device in which to do it, and judges that device itself
   * @throws ServiceUnavailable as the device itself failed, if the replica does as well
   */
  <T> T in(String device, Function<String, T> work) {
    Optional<String> replica = devices.replica(device);
    // What persons locked stays locked in every device that has the key (KM3.2).
    if (replica.isEmpty() || (away.contains(device) && devices.isLocked(device))) {
      return work.apply(device);
    }
    return away.contains(device)
        ? inReplicaFirst(device, replica.get(), work)
        : inDeviceFirst(device, replica.get(), work);
  }

  private <T> T inDeviceFirst(String device, String replica, Function<String, T> work) {
    try {
      return work.apply(device);
    } catch (ServiceUnavailable e) {
      if (e.missing() != ServiceUnavailable.Cause.DEVICE || devices.isLocked(device)) {
        throw e;
      }
      lost(device);
      try {
        return work.apply(replica);
      } catch (ServiceUnavailable second) {
        e.addSuppressed(second);
        throw e;
      }
    }
  }

  private static <T> T inReplicaFirst(String device, String replica, Function<String, T> work) {
    try {
      return work.apply(replica);
    } catch (ServiceUnavailable e) {
      // The device may be back, and the watch has not seen it yet.
      try {
        return work.apply(device);
      } catch (ServiceUnavailable own) {
        own.addSuppressed(e);
        throw own;
      }
    }
  }

  /** The device did not answer: its replica is asked first from now on. */
  void lost(String device) {
    if (devices.replica(device).isPresent() && away.add(device)) {
      LOG.warn("The device '{}' does not answer: its replica takes over", device);
    }
  }

  /** The device answers. */
  void returned(String device) {
    if (away.remove(device)) {
      LOG.info("The device '{}' answers again and is used again", device);
    }
  }
}
