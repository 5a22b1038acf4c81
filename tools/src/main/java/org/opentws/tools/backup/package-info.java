/** 5.2.8: asks for backups, verifies and restores them. */
@NullMarked
package org.opentws.tools.backup;

import org.jspecify.annotations.NullMarked;
