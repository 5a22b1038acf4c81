/** Tables of the archive (5.2.7), and what is read from others to be archived. */
@NullMarked
package org.opentws.archive.store;

import org.jspecify.annotations.NullMarked;
