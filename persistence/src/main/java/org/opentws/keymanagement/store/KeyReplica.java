package org.opentws.keymanagement.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key was taken, or about to be taken, into another device than its own (KM6.4). */
@Entity
@Table(name = "key_replica")
public class KeyReplica {
  @EmbeddedId private Place place;

  @Column(name = "copied_at", updatable = false)
  private Instant copiedAt;

  /** For the persistence provider only. */
  protected KeyReplica() {}

  public KeyReplica(String keyId, String device, Instant copiedAt) {
    this.place = new Place(keyId, device);
    this.copiedAt = copiedAt;
  }

  public String device() {
    return place.device;
  }

  public Instant copiedAt() {
    return copiedAt;
  }

  /** Which key, and where. */
  @Embeddable
  public static class Place implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "key_id", updatable = false)
    private String keyId;

    @Column(name = "device", updatable = false)
    private String device;

    /** For the persistence provider only. */
    protected Place() {}

    public Place(String keyId, String device) {
      this.keyId = keyId;
      this.device = device;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place that && keyId.equals(that.keyId) && device.equals(that.device);
    }

    @Override
    public int hashCode() {
      return Objects.hash(keyId, device);
    }
  }
}
