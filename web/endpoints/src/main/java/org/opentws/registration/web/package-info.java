/** Clause 5.3.2: what is visible of registration by REST and HTTP. */
@NullMarked
package org.opentws.registration.web;

import org.jspecify.annotations.NullMarked;
