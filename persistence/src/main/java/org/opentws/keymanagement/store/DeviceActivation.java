package org.opentws.keymanagement.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Whether persons want a token to be open on all nodes (KM3.2). */
@Entity
@Table(name = "device_activation")
public class DeviceActivation {
  private static final String ACTIVATED = "ACTIVATED";
  private static final String LOCKED = "LOCKED";

  @Id
  @Column(name = "device", updatable = false)
  private String device;

  @Column(name = "wanted")
  private String wanted;

  @Column(name = "generation")
  private long generation;

  @Column(name = "changed_at")
  private Instant changedAt;

  @Column(name = "changed_by")
  private String changedBy;

  /** For the persistence provider only. */
  protected DeviceActivation() {}

  /** Nobody has activated it yet. */
  public DeviceActivation(String device, Instant now, String by) {
    this.device = device;
    this.wanted = LOCKED;
    this.changedAt = now;
    this.changedBy = by;
  }

  public void activate(Instant now, String by) {
    change(ACTIVATED, now, by);
  }

  public void lock(Instant now, String by) {
    change(LOCKED, now, by);
  }

  private void change(String to, Instant now, String by) {
    wanted = to;
    generation++;
    changedAt = now;
    changedBy = by;
  }

  public String device() {
    return device;
  }

  public boolean isActivated() {
    return wanted.equals(ACTIVATED);
  }

  public Instant changedAt() {
    return changedAt;
  }

  /** The account that changed it last. */
  public String changedBy() {
    return changedBy;
  }
}
