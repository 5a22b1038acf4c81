/**
 * KM1.2, KM1.4, KM6.2, TS4.1: which cryptographic devices may hold keys. In production only those
 * on the list of approved devices, each with its certificate of evaluation; in test mode any, and
 * every place that shows the system says so (docs/devices.md).
 */
@NullMarked
package org.opentws.keymanagement.approval;

import org.jspecify.annotations.NullMarked;
