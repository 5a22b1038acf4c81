-- AA7.1: signatures of outside witnesses under checkpoints of the log (C2SP tlog-cosignature). value: the time they
-- name, 8 octets, and an Ed25519 signature. Never changed, never removed, as the log itself.
create table audit_cosignature (
  size   bigint not null references audit_checkpoint_note,
  key_id bytea not null check (length(key_id) = 4),
  name   text not null,
  value  bytea not null check (length(value) = 72),
  at     timestamptz not null,
  primary key (size, key_id)
);
create index audit_cosignature_witness on audit_cosignature (key_id, size);
grant select, insert on audit_cosignature to tws_app;
grant select on audit_cosignature to tws_auditor;
