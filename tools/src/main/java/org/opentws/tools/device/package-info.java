/** KM1.1, KM1.2: whether the devices are what the configuration says, without a server. */
@NullMarked
package org.opentws.tools.device;

import org.jspecify.annotations.NullMarked;
