package org.opentws.revocationstatus.store;

import java.io.IOException;
import java.io.InputStream;

/** A signed CRL of any size; may be read from its beginning as often as needed. */
public interface CrlOctets {
  /**
   * From the first octet on.
   *
   * @throws IOException where they are kept, they cannot be read
   */
  InputStream open() throws IOException;
}
