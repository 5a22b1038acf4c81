package org.opentws.health;

import java.util.Optional;

/** Ready from the moment at which something was seen, for the rest of the process's life. */
public abstract class SeenOnce implements ReadinessCheck {
  private final String subject;
  private final String missing;
  private volatile boolean there;

  /**
   * Not seen yet.
   *
   * @param missing what to say until then
   */
  protected SeenOnce(String subject, String missing) {
    this.subject = subject;
    this.missing = missing;
  }

  public boolean isSeen() {
    return there;
  }

  public void seen() {
    there = true;
  }

  @Override
  public String subject() {
    return subject;
  }

  @Override
  public Optional<String> fault() {
    return there ? Optional.empty() : Optional.of(missing);
  }
}
