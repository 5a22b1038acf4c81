/** 5.2.8 for operators. */
@NullMarked
package org.opentws.backup.web;

import org.jspecify.annotations.NullMarked;
