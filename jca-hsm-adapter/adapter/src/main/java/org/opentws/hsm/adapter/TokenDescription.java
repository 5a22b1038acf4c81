package org.opentws.hsm.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionMetaData;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.token.TokenAccess;

/** What the container asks about the device behind a connection. */
record TokenDescription(TokenAccess token) implements ManagedConnectionMetaData {
  @Override
  public String getEISProductName() throws ResourceException {
    try {
      return token.deviceFacts().model();
    } catch (HsmUnavailable e) {
      throw new ResourceException(e.getMessage(), e);
    }
  }

  @Override
  public String getEISProductVersion() throws ResourceException {
    try {
      return token.deviceFacts().firmwareVersion();
    } catch (HsmUnavailable e) {
      throw new ResourceException(e.getMessage(), e);
    }
  }

  /** No limit of its own: the pool's size is the limit. */
  @Override
  public int getMaxConnections() {
    return 0;
  }

  @Override
  public String getUserName() {
    return "CKU_USER";
  }
}
