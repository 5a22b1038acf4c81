package org.opentws.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries the authenticated caller through one request; authentication fills it. */
@RequestScoped
public class RequestCaller {
  private @Nullable Caller caller;

  public void set(Caller authenticated) {
    caller = authenticated;
  }

  /** Empty if nobody is logged in, or if this is no HTTP request. */
  public Optional<Caller> get() {
    return Optional.ofNullable(caller);
  }
}
