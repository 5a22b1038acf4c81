/** Settings of the running system in the portal. */
@NullMarked
package org.opentws.setting.web;

import org.jspecify.annotations.NullMarked;
