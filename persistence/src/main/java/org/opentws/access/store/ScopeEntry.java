package org.opentws.access.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One CA or registration authority that an account works for, and since when (SA1.1). */
@Embeddable
public class ScopeEntry {
  /** What is named. */
  public enum Kind {
    CA,
    REGISTRATION_AUTHORITY,
    /** A certificate profile, of machines only. */
    PROFILE
  }

  @Enumerated(EnumType.STRING)
  @Column(name = "kind")
  private Kind kind;

  @Column(name = "name")
  private String name;

  @Column(name = "given_at")
  private Instant givenAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected ScopeEntry() {}

  ScopeEntry(Kind kind, String name, Instant givenAt) {
    this.kind = kind;
    this.name = name;
    this.givenAt = givenAt;
  }

  Kind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ScopeEntry that
        && kind == that.kind
        && name.equals(that.name)
        && givenAt.equals(that.givenAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, name, givenAt);
  }
}
