package org.opentws.time;

/** What TrustedTime announces as CDI events; audit listens (SO3.1, TS5.1). */
public sealed interface ClockEvent
    permits ClockStateChanged, ClockCalibrated, LeapSecondNoted, TimeSourceChanged {}
