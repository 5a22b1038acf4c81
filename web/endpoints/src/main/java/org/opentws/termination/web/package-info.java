/** EIDAS-24.2.h by REST: the package that outlives the provider. */
@NullMarked
package org.opentws.termination.web;

import org.jspecify.annotations.NullMarked;
