/**
 * KM1.3, KM1.6: key ceremonies outside of the server: installation, and the offline root. Steps
 * come from a reviewed script, two persons confirm them, a signed report records them
 * (docs/ceremony.md).
 */
@NullMarked
package org.opentws.tools.ceremony;

import org.jspecify.annotations.NullMarked;
