/** Clause 5.3.4: what is visible of dissemination by REST and HTTP. */
@NullMarked
package org.opentws.dissemination.web;

import org.jspecify.annotations.NullMarked;
