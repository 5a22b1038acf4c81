/** What the tools share. */
@NullMarked
package org.opentws.tools;

import org.jspecify.annotations.NullMarked;
