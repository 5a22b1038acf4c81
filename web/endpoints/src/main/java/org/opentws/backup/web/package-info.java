/** 5.2.8 by REST: backups on demand. */
@NullMarked
package org.opentws.backup.web;

import org.jspecify.annotations.NullMarked;
