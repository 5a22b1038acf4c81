/** What is served at the public listeners only. */
@NullMarked
package org.opentws.web.open;

import org.jspecify.annotations.NullMarked;
