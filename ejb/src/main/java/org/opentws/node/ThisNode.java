package org.opentws.node;

import jakarta.enterprise.context.ApplicationScoped;

/** Says which services run here; read once, at the start. */
@ApplicationScoped
public class ThisNode {

  private final NodeKind kind;

  public ThisNode() {
    this(NodeKind.configured());
  }

  /** For tests: a node of that kind. */
  public ThisNode(NodeKind kind) {
    this.kind = kind;
  }

  public NodeKind kind() {
    return kind;
  }

  /** Whether this node runs the service. */
  public boolean runs(NodeService service) {
    return kind.runs(service);
  }
}
