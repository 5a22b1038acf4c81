/** Clauses 4.2 to 4.4, 5.2.2: which services of the standard this node runs (NET1.3: zones). */
@NullMarked
package org.opentws.node;

import org.jspecify.annotations.NullMarked;
