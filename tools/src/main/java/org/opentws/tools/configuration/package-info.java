/** {@code ./tws config}: every configuration key, its meaning, default and present value. */
@NullMarked
package org.opentws.tools.configuration;

import org.jspecify.annotations.NullMarked;
