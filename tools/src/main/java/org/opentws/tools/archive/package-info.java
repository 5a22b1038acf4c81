/** Reads and verifies archives (5.2.7), and packages of their form, without any system. */
@NullMarked
package org.opentws.tools.archive;

import org.jspecify.annotations.NullMarked;
