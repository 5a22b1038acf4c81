package org.opentws.tools.ceremony;

/**
 * One step of a script.
 *
 * @param says what happens, in words, for the two persons
 * @param action name of a {@link CeremonyAction}
 */
record CeremonyStep(String id, String says, String action, StepParameters with) {}
