/** The Certificate Status Database (figure 1): one narrow row a certificate. */
@NullMarked
package org.opentws.revocationstatus.store;

import org.jspecify.annotations.NullMarked;
