/** Clauses 5.2.6.4, 5.2.6.5 and 5.2.6.7 (AA4, AA5, AA7): search and verification for auditors. */
@NullMarked
package org.opentws.audit.review;

import org.jspecify.annotations.NullMarked;
