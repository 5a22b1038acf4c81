package org.opentws.keymanagement.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.opentws.value.Der;

/** One person's share for one device, sealed for one station; deleted when it was used. */
@Entity
@Table(name = "activation_share")
@IdClass(ActivationShare.Key.class)
public class ActivationShare {
  @Id
  @Column(name = "station", updatable = false)
  private String station;

  @Id
  @Column(name = "device", updatable = false)
  private String device;

  @Id
  @Column(name = "person", updatable = false)
  private String person;

  @Column(name = "account", updatable = false)
  private String account;

  @Column(name = "share_set", updatable = false)
  private String shareSet;

  @Column(name = "share_number", updatable = false)
  private int shareNumber;

  @Column(name = "sealed", updatable = false)
  private byte[] sealed;

  @Column(name = "signature", updatable = false)
  private byte[] signature;

  @Column(name = "given_at", updatable = false)
  private Instant givenAt;

  /** For the persistence provider only. */
  protected ActivationShare() {}

  /**
   * Which share it is.
   *
   * @param shareSet and {@code shareNumber}: of the splitting; they tell nothing of the secret
   */
  public record Given(
      String device,
      String person,
      String account,
      String shareSet,
      int shareNumber,
      Instant givenAt) {}

  /**
   * A share as it is kept.
   *
   * @param sealed for that station alone
   * @param signature of the node that took it, over everything else
   */
  public ActivationShare(String station, Given given, Der sealed, Der signature) {
    this.station = station;
    this.device = given.device();
    this.person = given.person();
    this.account = given.account();
    this.shareSet = given.shareSet();
    this.shareNumber = given.shareNumber();
    this.givenAt = given.givenAt();
    this.sealed = sealed.octets();
    this.signature = signature.octets();
  }

  public String station() {
    return station;
  }

  public Given given() {
    return new Given(device, person, account, shareSet, shareNumber, givenAt);
  }

  public Der sealed() {
    return Der.of(sealed);
  }

  public Der signature() {
    return Der.of(signature);
  }

  /** What identifies a row. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private @Nullable String station;
    private @Nullable String device;
    private @Nullable String person;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && Objects.equals(station, key.station)
          && Objects.equals(device, key.device)
          && Objects.equals(person, key.person);
    }

    @Override
    public int hashCode() {
      return Objects.hash(station, device, person);
    }
  }
}
