package org.opentws.health.web;

import java.util.Map;

/**
 * The answer of {@code /health/live} and {@code /health/ready}.
 *
 * @param status "UP" or "DOWN"
 * @param checks part and what was found
 */
public record HealthReport(String status, Map<String, String> checks) {}
