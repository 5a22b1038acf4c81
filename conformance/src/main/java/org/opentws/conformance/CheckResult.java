package org.opentws.conformance;

/**
 * One run of one check.
 *
 * @param name class and method
 * @param evidence what the check saw, in a few lines
 */
public record CheckResult(String name, Requirement.Kind kind, boolean passed, String evidence) {}
