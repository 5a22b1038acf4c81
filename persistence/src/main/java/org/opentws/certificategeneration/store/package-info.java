/** What 5.3.3 stores: reserved serial numbers and generated certificates. */
@NullMarked
package org.opentws.certificategeneration.store;

import org.jspecify.annotations.NullMarked;
