package org.opentws.revocationstatus;

import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;

/**
 * This node as the status service knows it.
 *
 * @param name the server's node name
 * @param stateDirectory where this node keeps what it knows of status changes, outside of the
 *     database (opentws.revocationstatus.state-directory, default "status" in the server's data
 *     directory)
 */
public record StatusNode(String name, Path stateDirectory) {
  public static StatusNode from(Config config) {
    Path state =
        config
            .getOptionalValue("opentws.revocationstatus.state-directory", String.class)
            .map(Path::of)
            .orElseGet(
                () -> Path.of(config.getValue("jboss.server.data.dir", String.class), "status"));
    return new StatusNode(
        config.getOptionalValue("jboss.node.name", String.class).orElse("node-1"), state);
  }
}
