/** R2.1: erasure of a subject's personal data, and orders to keep them. */
@NullMarked
package org.opentws.personaldata.store;

import org.jspecify.annotations.NullMarked;
