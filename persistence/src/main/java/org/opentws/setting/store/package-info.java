/** Settings that are changed while the system runs (M1.2d). */
@NullMarked
package org.opentws.setting.store;

import org.jspecify.annotations.NullMarked;
