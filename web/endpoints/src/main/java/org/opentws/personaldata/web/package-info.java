/** R2.1 by REST: what is held about one person. */
@NullMarked
package org.opentws.personaldata.web;

import org.jspecify.annotations.NullMarked;
