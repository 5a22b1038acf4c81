package org.opentws.node;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What a node is there for ({@code opentws.node.kind}). What its kind leaves out has no endpoint
 * here, runs no work of its own, and its keys sign nothing here.
 */
public enum NodeKind {
  /** Everything in one process; the default. */
  ALL(EnumSet.allOf(NodeService.class)),
  /** Registration, generation and revocation management, for officers and subjects. */
  CORE(
      EnumSet.of(
          NodeService.REGISTRATION,
          NodeService.CERTIFICATE_GENERATION,
          NodeService.REVOCATION_MANAGEMENT,
          NodeService.ADMINISTRATION)),
  /** What relying parties ask: no key of a CA signs here. */
  FRONT(
      EnumSet.of(
          NodeService.DISSEMINATION, NodeService.REVOCATION_STATUS, NodeService.TIME_STAMPING)),
  /** Time-stamping alone (4.4), with its officers and its policies. */
  TSA(EnumSet.of(NodeService.TIME_STAMPING, NodeService.DISSEMINATION, NodeService.ADMINISTRATION));

  private static final String KEY = "opentws.node.kind";

  private final Set<NodeService> services;

  NodeKind(Set<NodeService> services) {
    this.services = services;
  }

  /** Whether a node of this kind runs the service. */
  public boolean runs(NodeService service) {
    return services.contains(service);
  }

  /** This node's kind. */
  public static NodeKind configured() {
    return from(ConfigProvider.getConfig());
  }

  /** The kind that this configuration names. */
  public static NodeKind from(Config config) {
    return named(config.getOptionalValue(KEY, String.class).orElse("all"));
  }

  static NodeKind named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.name().equals(name.strip().toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    KEY + " is '" + name + "'; it is one of all, core, front, tsa"));
  }
}
