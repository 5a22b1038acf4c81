/** What 5.3.1 stores: the nonces of opened messages. */
@NullMarked
package org.opentws.externalmessage.store;

import org.jspecify.annotations.NullMarked;
