package org.opentws.conformance.incontainer.inside;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.access.Caller;
import org.opentws.access.store.Permission;
import org.opentws.dualcontrol.OperationHandler;

/** PROBE: a dual-control operation whose effect a test provides under a name. */
@ApplicationScoped
public class ProbeOperation implements OperationHandler {
  public static final String TYPE = "PROBE";
  public static final String NAME = "name";

  private static final Map<String, Runnable> EFFECTS = new ConcurrentHashMap<>();

  /** What the operation of this name will do. */
  public static void does(String name, Runnable effect) {
    EFFECTS.put(name, effect);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Permission requesting() {
    return Permission.USER_REQUEST;
  }

  @Override
  public Permission approving() {
    return Permission.KEY_READ;
  }

  @Override
  public String describe(Map<String, String> parameters) {
    return "Probe " + parameters.get(NAME);
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    Optional.ofNullable(EFFECTS.get(parameters.get(NAME))).orElseThrow().run();
    return Map.of("requester", requester.account(), "approver", approver.account());
  }
}
