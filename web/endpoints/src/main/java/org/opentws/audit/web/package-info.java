/** Clause 5.2.6 (AA4, AA7): the audit log by REST. */
@NullMarked
package org.opentws.audit.web;

import org.jspecify.annotations.NullMarked;
