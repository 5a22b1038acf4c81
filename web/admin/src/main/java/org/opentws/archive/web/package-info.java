/** 5.2.7 in the portal: the archive. */
@NullMarked
package org.opentws.archive.web;

import org.jspecify.annotations.NullMarked;
