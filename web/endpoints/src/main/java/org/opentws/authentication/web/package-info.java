/** Login and logout by REST. */
@NullMarked
package org.opentws.authentication.web;

import org.jspecify.annotations.NullMarked;
