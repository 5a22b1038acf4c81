/** Settings of the running system by REST. */
@NullMarked
package org.opentws.setting.web;

import org.jspecify.annotations.NullMarked;
