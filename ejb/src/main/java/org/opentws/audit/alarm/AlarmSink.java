package org.opentws.audit.alarm;

/** One way by which alarms leave the system. */
interface AlarmSink {
  /** Stable name, as deliveries are queued under it. */
  String name();

  /** Whether alarms are to go this way. */
  boolean isConfigured();

  /**
   * Hands the alarm over; returns when the other side has taken it.
   *
   * @throws SinkFailed it has not, or it is not known whether it has: it is tried again
   */
  void send(AlarmMessage alarm) throws SinkFailed;
}
