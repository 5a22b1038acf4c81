/** Clause 5.2.5 over REST: the inventory of keys and devices. */
@NullMarked
package org.opentws.keymanagement.web;

import org.jspecify.annotations.NullMarked;
