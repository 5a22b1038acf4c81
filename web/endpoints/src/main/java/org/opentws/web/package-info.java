/** The JAX-RS applications: one explicit list of what is served at which listener (NET1.3). */
@NullMarked
package org.opentws.web;

import org.jspecify.annotations.NullMarked;
