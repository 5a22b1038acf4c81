/** Sessions and failed logins in the database, where all nodes see them (5.2.3). */
@NullMarked
package org.opentws.authentication.store;

import org.jspecify.annotations.NullMarked;
