package org.opentws.audit;

import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.opentws.node.NodeKind;
import org.opentws.node.NodeService;

/**
 * Settings of the audit function ({@code opentws.audit.*}).
 *
 * @param origin name of the log in its checkpoints: a URL without a scheme, never changed once in
 *     use (opentws.audit.origin, default localhost/opentws/audit)
 * @param node name of this node in every record (opentws.audit.node, default the server's node
 *     name)
 * @param stateDirectory where this node keeps the last checkpoint that it knows, outside the
 *     database, so that a database set back to an older state is noticed
 *     (opentws.audit.state-directory, default "audit" in the server's data directory)
 * @param indexing whether this node makes the index of searches: those do on which officers look
 */
public record AuditSettings(String origin, String node, Path stateDirectory, boolean indexing) {
  /** As configured. */
  public static AuditSettings from(Config config) {
    String node =
        config
            .getOptionalValue("opentws.audit.node", String.class)
            .or(() -> config.getOptionalValue("jboss.node.name", String.class))
            .orElse("node-1");
    Path state =
        config
            .getOptionalValue("opentws.audit.state-directory", String.class)
            .map(Path::of)
            .orElseGet(
                () -> Path.of(config.getValue("jboss.server.data.dir", String.class), "audit"));
    String origin =
        config
            .getOptionalValue("opentws.audit.origin", String.class)
            .orElse("localhost/opentws/audit");
    return new AuditSettings(
        origin, node, state, NodeKind.from(config).runs(NodeService.ADMINISTRATION));
  }
}
