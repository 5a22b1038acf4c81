-- AA7.1: time-stamp tokens (RFC 3161) over signed checkpoints. Never changed, never removed, as the log itself.
create table audit_time_stamp (
  size  bigint primary key references audit_checkpoint_note,
  token bytea not null,
  at    timestamptz not null
);
grant select, insert on audit_time_stamp to tws_app;
grant select on audit_time_stamp to tws_auditor;
