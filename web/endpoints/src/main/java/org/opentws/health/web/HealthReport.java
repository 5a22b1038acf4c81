package org.opentws.health.web;

import java.util.Map;

/**
 * The answer of {@code /health/live} and {@code /health/ready}.
 *
 * @param status "UP" or "DOWN"
 * @param mode "production", or "test": nothing signed here may be relied on (KM1.2)
 * @param checks part and what was found
 */
public record HealthReport(String status, String mode, Map<String, String> checks) {}
