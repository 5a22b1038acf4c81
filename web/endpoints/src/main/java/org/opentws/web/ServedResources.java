package org.opentws.web;

import java.util.List;
import java.util.Map;
import org.opentws.node.NodeKind;
import org.opentws.node.NodeService;

/** The resources of the services that this node runs: the paths of the others do not exist here. */
public final class ServedResources {
  private ServedResources() {}

  /** Those of the given resources whose service a node of that kind runs. */
  public static List<Class<?>> of(NodeKind kind, Map<Class<?>, NodeService> resources) {
    return resources.entrySet().stream()
        .filter(resource -> kind.runs(resource.getValue()))
        .<Class<?>>map(Map.Entry::getKey)
        .toList();
  }
}
