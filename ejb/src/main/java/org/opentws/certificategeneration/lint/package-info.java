/**
 * The linter: what the standards say of a finished certificate, one sentence one rule, checked on a
 * certificate signed with a throw-away key before the device is asked.
 */
@NullMarked
package org.opentws.certificategeneration.lint;

import org.jspecify.annotations.NullMarked;
