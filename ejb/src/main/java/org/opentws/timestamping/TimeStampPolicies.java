package org.opentws.timestamping;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;
import org.opentws.timestamping.store.ClientVersion;
import org.opentws.timestamping.store.TimeStampPolicyRepository;
import org.opentws.timestamping.store.UsageLine;
import org.opentws.value.Sha256;

/**
 * What this node knows of units, clients and their accounts. The watch reads it again every second,
 * so that what another node's officers changed counts here a second later; readers take no lock.
 */
@ApplicationScoped
class TimeStampPolicies {
  /** Older than this, nobody is answered: fail closed when the database does not answer. */
  private static final long STALE_NANOS = 5_000_000_000L;

  @Inject TimeStampPolicyRepository repository;
  @Inject TrustedTime time;

  TimeStampingSettings settings = TimeStampingSettings.from(ConfigProvider.getConfig());

  /** Admitted on this node since the accounts were read. */
  private final Map<String, LongAdder> since = new ConcurrentHashMap<>();

  private volatile Optional<Picture> picture = Optional.empty();

  private record Picture(
      UnitHistory history,
      Map<String, TimeStampingUnit> offered,
      Map<String, ClientVersion> clients,
      Map<String, Long> used,
      long readAtNanos) {}

  @PostConstruct
  void configure() {
    settings = TimeStampingSettings.from(ConfigProvider.getConfig());
  }

  /** Reads everything again. */
  void refresh() {
    long readAt = time.monotonicNanos();
    LocalDate today = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    UnitHistory history = new UnitHistory(settings.first(), repository.units());
    Map<String, ClientVersion> clients =
        repository.clients().stream()
            .collect(Collectors.toMap(ClientVersion::client, Function.identity()));
    Map<String, Long> used = new HashMap<>();
    if (!clients.isEmpty()) {
      since.clear();
      for (UsageLine line : repository.usage(today, today)) {
        used.merge(line.client(), line.granted(), Long::sum);
      }
    }
    picture = Optional.of(new Picture(history, history.offered(), clients, used, readAt));
  }

  /** Never asks the database: callers must not be held up by it. */
  private Picture current() {
    return picture
        .filter(seen -> time.monotonicNanos() - seen.readAtNanos() <= STALE_NANOS)
        .orElseThrow(
            () ->
                new ServiceUnavailable(
                    ServiceUnavailable.Cause.DATABASE, "the policies cannot be read"));
  }

  /** The unit of the configuration: what {@code /tsa} without a name means. */
  String firstUnit() {
    return settings.first().id();
  }

  String node() {
    return settings.node();
  }

  int signers() {
    return settings.signers();
  }

  Optional<TimeStampingUnit> unit(String id) {
    return Optional.ofNullable(current().offered().get(id));
  }

  List<TimeStampingUnit> units() {
    return List.copyOf(current().offered().values());
  }

  /** As this node knows it, for readers. */
  UnitHistory known() {
    return current().history();
  }

  /** As committed now, for changes. */
  UnitHistory history() {
    return new UnitHistory(settings.first(), repository.units());
  }

  /**
   * Whether a registered client may have one more token of a unit. Its secret is random and long,
   * so that one hash is enough.
   */
  Admission admit(String unit, ClientCredential credential) {
    Picture now = current();
    Optional<ClientVersion> client = Optional.ofNullable(now.clients().get(credential.client()));
    byte[] digest = Sha256.of(credential.secret().getBytes(StandardCharsets.UTF_8));
    boolean known =
        client
            .filter(ClientVersion::admitted)
            .filter(c -> MessageDigest.isEqual(digest, hex(c.secretSha256())))
            .isPresent();
    if (client.isEmpty() || !known) {
      return Admission.WRONG_CREDENTIAL;
    }
    if (!Arrays.asList(client.get().units().split(" ")).contains(unit)) {
      return Admission.NOT_FOR_THIS_UNIT;
    }
    LongAdder here = since.computeIfAbsent(client.get().client(), name -> new LongAdder());
    long used = now.used().getOrDefault(client.get().client(), 0L) + here.sum();
    if (client.get().perDay() > 0 && used >= client.get().perDay()) {
      return Admission.QUOTA_USED_UP;
    }
    here.increment();
    return Admission.ADMITTED;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
