package org.opentws.keymanagement.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.value.Der;

/** A running process of a node, for which shares can be sealed. */
@Entity
@Table(name = "activation_station")
public class ActivationStation {
  @Id
  @Column(name = "station", updatable = false)
  private String station;

  @Column(name = "node", updatable = false)
  private String node;

  @Column(name = "public_key")
  private byte[] publicKey;

  @Column(name = "signature")
  private byte[] signature;

  @Column(name = "locked")
  private String locked;

  @Column(name = "seen_at")
  private Instant seenAt;

  /** For the persistence provider only. */
  protected ActivationStation() {}

  public ActivationStation(String station, String node) {
    this.station = station;
    this.node = node;
  }

  /**
   * Says that the process lives, and how it is reached.
   *
   * @param publicKey for which shares are sealed
   * @param signature over it, by key management's own key in the device
   * @param lockedDevices those that wait for persons
   */
  public void announce(Der publicKey, Der signature, Set<String> lockedDevices, Instant now) {
    this.publicKey = publicKey.octets();
    this.signature = signature.octets();
    this.locked = String.join(" ", new TreeSet<>(lockedDevices));
    this.seenAt = now;
  }

  public String station() {
    return station;
  }

  public String node() {
    return node;
  }

  public Der publicKey() {
    return Der.of(publicKey);
  }

  public Der signature() {
    return Der.of(signature);
  }

  public Set<String> lockedDevices() {
    return locked.isEmpty() ? Set.of() : Set.copyOf(List.of(locked.split(" ")));
  }

  public Instant seenAt() {
    return seenAt;
  }
}
