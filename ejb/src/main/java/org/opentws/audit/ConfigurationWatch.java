package org.opentws.audit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.Config;
import org.opentws.audit.store.AuditConfigurationRepository;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what changed in this node's configuration since its last start, with old and new value
 * (AA1.1a), and what changed in its programs, then and while it runs. A changed program is an alarm
 * (AA6.1): after an upgrade a person acknowledges it.
 */
@Singleton
@Startup
@DependsOn("AuditFunction")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ConfigurationWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);
  private static final String KEYS = "opentws.";
  private static final String PROGRAMS = "program:";

  @Inject private Config config;
  @Inject private AuditDatabase database;
  @Inject private AuditLog audit;
  @Inject private Event<AlarmRaised> alarms;
  @Inject private TrustedTime time;

  private final AtomicBoolean busy = new AtomicBoolean();
  private String traces = "";
  private volatile boolean configurationCompared;

  /** A node whose log cannot be written must come up all the same: it refuses, and tells why. */
  @PostConstruct
  void start() {
    try {
      compareConfiguration();
    } catch (AuditStoreFailed | ServiceUnavailable e) {
      LOG.warn("The configuration cannot be compared yet: {}", e.getMessage());
    }
  }

  private void compareConfiguration() {
    if (configurationCompared) {
      return;
    }
    SortedMap<String, String> now = new TreeMap<>();
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(KEYS)) {
        config.getOptionalValue(name, String.class).ifPresent(value -> now.put(name, value));
      }
    }
    compare(now, KEYS);
    configurationCompared = true;
  }

  /** A program that was changed while the node runs is told of within a minute. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "20", persistent = false)
  public void lookAtPrograms() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      compareConfiguration();
      InstalledPrograms programs =
          new InstalledPrograms(directory("jboss.server.base.dir"), directory("jboss.home.dir"));
      String now = programs.traces();
      if (!now.equals(traces)) {
        compare(programs.digests(), PROGRAMS);
        traces = now;
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("The installed programs cannot be read: {}", e.toString());
    } catch (AuditStoreFailed | ServiceUnavailable e) {
      LOG.warn("The installed programs cannot be compared now: {}", e.getMessage());
    } finally {
      busy.set(false);
    }
  }

  private Path directory(String property) {
    return Path.of(config.getValue(property, String.class));
  }

  /** Record first: a crash before the comparison is kept records the change once more. */
  private void compare(SortedMap<String, String> now, String prefix) {
    String node = AuditSettings.from(config).node();
    AuditConfigurationRepository repository = database.configuration();
    SortedMap<String, String> before = repository.of(node);
    before.keySet().removeIf(name -> !name.startsWith(prefix));
    boolean first = before.isEmpty();
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String old = before.getOrDefault(name, "");
      String present = now.getOrDefault(name, "");
      if (!old.equals(present)) {
        changed(node, name, old, present);
        repository.changed(node, name, present, time.now());
        if (prefix.equals(PROGRAMS) && !first) {
          alarm(node, name);
        }
      }
    }
  }

  private void changed(String node, String name, String before, String after) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.CONFIGURATION_CHANGED,
            Outcome.SUCCESS,
            "system",
            "node:" + node,
            Map.of("name", name, "valueBefore", before, "valueAfter", after)));
  }

  private void alarm(String node, String program) {
    alarms.fireAsync(
        new AlarmRaised(
            AlarmKind.PROGRAM_CHANGED,
            program + " on node " + node,
            "the installed program is not the one that this node had before",
            time.now()));
  }
}
