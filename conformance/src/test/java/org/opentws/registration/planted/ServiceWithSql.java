package org.opentws.registration.planted;

import java.sql.Connection;

/** Breaks rule 5. */
public interface ServiceWithSql {
  Connection connection();
}
