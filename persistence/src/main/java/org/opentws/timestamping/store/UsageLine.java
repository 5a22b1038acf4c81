package org.opentws.timestamping.store;

import java.time.LocalDate;

/** How many tokens a client was given by a unit on one day (UTC), all nodes together. */
public record UsageLine(LocalDate day, String client, String unit, long granted) {}
