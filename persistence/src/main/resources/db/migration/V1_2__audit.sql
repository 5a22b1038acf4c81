-- The audit log (5.2.6). Rows enter in audit_segment (many records, one row) and audit_record (one
-- record beside a business change); the sealer gives them their order in audit_sealed and signs the
-- tree over them. Nothing here is ever updated or deleted: the application may INSERT and SELECT
-- (AA5.2), the auditor's role may SELECT (AA5.1). The meaning of every column: docs/audit-log-format.md.

-- One row for each start of the audit function on a node.
create table audit_writer (
  epoch          bigint generated always as identity primary key,
  node           text not null,
  key_commitment bytea not null,
  started_at     timestamptz not null
);

create table audit_segment (
  epoch      bigint not null references audit_writer,
  seq        bigint not null,
  n          int not null check (n > 0),
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  types      int[] not null,
  bloom      bytea not null,
  mac        bytea not null,
  data       bytea not null,
  xid        xid8 not null default pg_current_xact_id(),
  primary key (epoch, seq)
);
alter table audit_segment alter column data set storage external;
create index audit_segment_time on audit_segment using brin (first_at, last_at);
create index audit_segment_xid on audit_segment (xid);

create table audit_record (
  epoch   bigint not null references audit_writer,
  seq     bigint not null,
  at      timestamptz not null,
  type    int not null,
  outcome smallint not null,
  actor   text not null,
  object  text not null,
  enc     bytea not null,
  mac     bytea not null,
  xid     xid8 not null default pg_current_xact_id(),
  primary key (epoch, seq)
);
alter table audit_record alter column enc set storage external;
create index audit_record_at on audit_record (at);
create index audit_record_actor on audit_record (actor, at);
create index audit_record_object on audit_record (object, at);
create index audit_record_type on audit_record (type, at);
create index audit_record_xid on audit_record (xid);

-- The order. kind: 1 segment, 2 business record. xid: that of the row referred to.
create table audit_sealed (
  first  bigint primary key,
  n      int not null check (n > 0),
  kind   smallint not null check (kind in (1, 2)),
  epoch  bigint not null,
  seq    bigint not null,
  xid    xid8 not null,
  leaves bytea not null,
  unique (kind, epoch, seq)
);
alter table audit_sealed alter column leaves set storage external;
create index audit_sealed_xid on audit_sealed (xid);

-- Full tiles only (C2SP tlog-tiles): 256 hashes of 32 octets.
create table audit_tile (
  level  smallint not null,
  n      bigint not null,
  hashes bytea not null check (length(hashes) = 8192),
  primary key (level, n)
);
alter table audit_tile alter column hashes set storage external;

-- low: every transaction below it had ended, and was looked at, when this size was sealed.
create table audit_checkpoint (
  size bigint primary key check (size > 0),
  root bytea not null check (length(root) = 32),
  low  xid8 not null,
  at   timestamptz not null
);

create table audit_checkpoint_note (
  size bigint primary key references audit_checkpoint,
  note text not null,
  at   timestamptz not null
);

-- Certificates of the keys that signed notes; a note names its key by key_id.
create table audit_signer (
  key_id      bytea primary key check (length(key_id) = 4),
  certificate bytea not null,
  at          timestamptz not null
);

grant select, insert on audit_writer, audit_segment, audit_record, audit_sealed, audit_tile,
  audit_checkpoint, audit_checkpoint_note, audit_signer to tws_app;
grant select on audit_writer, audit_segment, audit_record, audit_sealed, audit_tile,
  audit_checkpoint, audit_checkpoint_note, audit_signer to tws_auditor;
