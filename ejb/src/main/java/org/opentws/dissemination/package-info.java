/** Clause 5.3.4, D1-D2: certificates and policy documents to those who may have them. */
@NullMarked
package org.opentws.dissemination;

import org.jspecify.annotations.NullMarked;
