package org.opentws.access.administration;

import java.util.Set;
import org.opentws.authentication.CallerCertificate;
import org.opentws.value.Scope;

/**
 * A machine to be, checked for form.
 *
 * @param profiles under which it submits applications
 * @param statusChanges whether it may change the status of certificates within its scope
 */
record NewMachine(
    String account,
    CallerCertificate certificate,
    Scope scope,
    Set<String> profiles,
    boolean statusChanges) {}
