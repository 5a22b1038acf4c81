/** 5.2.8: what backups there are, and the database as it stands at one moment. */
@NullMarked
package org.opentws.backup.store;

import org.jspecify.annotations.NullMarked;
