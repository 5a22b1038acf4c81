/**
 * AA6.1, AA2.3: alarms. They are made from the records of the log, so that none is lost with a
 * node; kept until a person acknowledges them; announced to every sink that is configured.
 */
@NullMarked
package org.opentws.audit.alarm;

import org.jspecify.annotations.NullMarked;
