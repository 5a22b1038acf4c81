/** Clause 5.3.4: the repository of certificates and the subject's consent to their publication. */
@NullMarked
package org.opentws.dissemination.store;

import org.jspecify.annotations.NullMarked;
