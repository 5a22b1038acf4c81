/** 5.2.7 by REST: the archive. */
@NullMarked
package org.opentws.archive.web;

import org.jspecify.annotations.NullMarked;
