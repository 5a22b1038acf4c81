/** Prepares PostgreSQL before the server starts: roles, database, schema (AA5.2: least grants). */
@NullMarked
package org.opentws.tools.database;

import org.jspecify.annotations.NullMarked;
