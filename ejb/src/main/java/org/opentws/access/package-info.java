/** Clauses 5.2.1 and 5.2.4, M1 and SA1: roles, their separation, who may do what. */
@NullMarked
package org.opentws.access;

import org.jspecify.annotations.NullMarked;
