-- AA1.1d: parameters of the audit function. A change is a new row; who asked for it and who approved it stands in
-- the audit log and with the operation.
create table audit_parameter (
  id        bigint generated always as identity primary key,
  name      text not null,
  value     text not null,
  operation text not null,
  at        timestamptz not null
);
create index audit_parameter_name on audit_parameter (name, id);

-- AA6.1: alarms, made from the records of the log. record: index of the first record that told of it.
-- An alarm that is not acknowledged yet takes up what happens again (occurrences, last_at).
create table audit_alarm (
  id              bigint generated always as identity primary key,
  kind            text not null,
  object          text not null,
  detail          text not null,
  record          bigint not null,
  first_at        timestamptz not null,
  last_at         timestamptz not null,
  occurrences     bigint not null default 1,
  announced_at    timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  note            text
);
create unique index audit_alarm_open on audit_alarm (kind, object) where acknowledged_at is null;
create index audit_alarm_last on audit_alarm (last_at);

-- What is to be sent where. An announcement is sent until the sink has taken it.
create table audit_alarm_delivery (
  id           bigint generated always as identity primary key,
  alarm        bigint not null references audit_alarm,
  sink         text not null,
  occurrences  bigint not null,
  queued_at    timestamptz not null,
  next_at      timestamptz not null,
  attempts     int not null default 0,
  delivered_at timestamptz,
  failure      text
);
create index audit_alarm_delivery_due on audit_alarm_delivery (next_at) where delivered_at is null;
create index audit_alarm_delivery_done on audit_alarm_delivery (sink, delivered_at);
create index audit_alarm_delivery_alarm on audit_alarm_delivery (alarm);

-- Up to where the log has been looked through for alarms.
create table audit_alarm_position (
  only_row boolean primary key default true check (only_row),
  next     bigint not null
);
insert into audit_alarm_position (next) values (0);

grant select, insert on audit_parameter, audit_alarm, audit_alarm_delivery to tws_app;
grant update (last_at, occurrences, announced_at, acknowledged_at, acknowledged_by, note) on audit_alarm to tws_app;
grant update (next_at, attempts, delivered_at, failure) on audit_alarm_delivery to tws_app;
grant select on audit_alarm_position to tws_app;
grant update (next) on audit_alarm_position to tws_app;
grant select on audit_parameter, audit_alarm, audit_alarm_delivery, audit_alarm_position to tws_auditor;
