/**
 * 5.2.7: the archive, as signed packages that are kept in the database, taken out, searched, and
 * deleted by two persons only; and the form of such packages.
 */
@NullMarked
package org.opentws.archive;

import org.jspecify.annotations.NullMarked;
