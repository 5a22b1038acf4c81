package org.opentws.timestamping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.timestamping.store.ClientVersion;

/**
 * Admits a client of the time-stamping service, changes its rights or bars it (TS1.1). Its secret
 * is made elsewhere, long and random; only its SHA-256 comes here.
 */
@ApplicationScoped
public class DefineClientOperation implements OperationHandler {
  private static final Set<String> PARAMETERS =
      Set.of("client", "secretSha256", "units", "tokensPerDay", "state");

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");

  @Inject TimeStampPolicies policies;
  @Inject PolicyChanges changes;

  @Override
  public String type() {
    return "DEFINE_TIME_STAMP_CLIENT";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    ClientVersion wanted = read(parameters, "", "");
    if (!wanted.admitted()) {
      return "Bar the client '%s' of the time-stamping service.".formatted(wanted.client());
    }
    return "Admit the client '%s' to the time-stamping units %s, %s."
        .formatted(
            wanted.client(),
            wanted.units(),
            wanted.perDay() == 0
                ? "without a limit"
                : "with at most " + wanted.perDay() + " tokens a day");
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    ClientVersion version = read(parameters, requester.account(), approver.account());
    changes.store(version);
    return Map.of("client", version.client(), "version", Integer.toString(version.version()));
  }

  private ClientVersion read(Map<String, String> parameters, String requester, String approver) {
    if (!PARAMETERS.containsAll(parameters.keySet())) {
      throw TimeStampingUnit.malformed("unknown parameters; known are " + PARAMETERS);
    }
    String client = matching(parameters, "client", NAME, "a short name in lower case");
    Optional<ClientVersion> before = changes.client(client);
    boolean admitted =
        switch (parameters.getOrDefault("state", "admitted")) {
          case "admitted" -> true;
          case "barred" -> false;
          default -> throw TimeStampingUnit.malformed("'state' is admitted or barred");
        };
    if (!admitted && before.isEmpty()) {
      throw new RequestRefused(Refusal.NOT_FOUND, "there is no such client");
    }
    return new ClientVersion(
        client,
        before.map(ClientVersion::version).orElse(0) + 1,
        admitted ? secret(parameters) : before.map(ClientVersion::secretSha256).orElse(""),
        admitted ? units(parameters) : before.map(ClientVersion::units).orElse(""),
        perDay(parameters),
        admitted,
        requester,
        approver,
        changes.now());
  }

  private static String secret(Map<String, String> parameters) {
    return matching(
        parameters, "secretSha256", HASH, "SHA-256 of the secret, 64 hex digits in lower case");
  }

  private static long perDay(Map<String, String> parameters) {
    return parameters.containsKey("tokensPerDay")
        ? Long.parseLong(matching(parameters, "tokensPerDay", NUMBER, "a number; 0: no limit"))
        : 0;
  }

  private String units(Map<String, String> parameters) {
    List<String> units = List.of(parameters.getOrDefault("units", "").strip().split("[ ,]+"));
    Set<String> offered = policies.history().offered().keySet();
    if (!offered.containsAll(units)) {
      throw new RequestRefused(
          Refusal.NOT_FOUND, "'units' names units that are offered: " + offered);
    }
    return String.join(" ", units);
  }

  private static String matching(
      Map<String, String> parameters, String name, Pattern form, String meaning) {
    String value = parameters.getOrDefault(name, "");
    if (!form.matcher(value).matches()) {
      throw TimeStampingUnit.malformed("'" + name + "' is " + meaning);
    }
    return value;
  }
}
