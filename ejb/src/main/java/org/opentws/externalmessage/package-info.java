/**
 * Clause 5.3.1, GE.1: sealed messages between services: signature, message time, replay protection.
 */
@NullMarked
package org.opentws.externalmessage;

import org.jspecify.annotations.NullMarked;
