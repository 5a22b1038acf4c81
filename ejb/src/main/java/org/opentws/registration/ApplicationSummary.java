package org.opentws.registration;

import java.time.Instant;
import org.opentws.registration.store.ApplicationState;

/**
 * One line of the officers' list.
 *
 * @param name the subject's common name, or the first attribute there is; personal data
 */
public record ApplicationSummary(
    String id, ApplicationState state, String profile, String name, Instant submittedAt) {}
