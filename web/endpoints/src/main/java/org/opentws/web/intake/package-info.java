/**
 * What every request passes before it is given a thread of the application: its form, and the whole
 * of its body. Somebody who sends slowly holds up nobody else.
 */
@NullMarked
package org.opentws.web.intake;

import org.jspecify.annotations.NullMarked;
