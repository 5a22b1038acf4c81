/** Users and roles by REST. */
@NullMarked
package org.opentws.access.web;

import org.jspecify.annotations.NullMarked;
