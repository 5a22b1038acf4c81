-- M1.2d: what a System Administrator changed while the system runs (docs/administration.md). Each change is appended under
-- a seal; the version that the audit log names last counts, and without one the configuration does.
create table setting (
  name    text        not null,
  version int         not null check (version > 0),
  value   int         not null,
  account text        not null,
  reason  text        not null,
  at      timestamptz not null,
  seal    text        not null,
  primary key (name, version)
);
grant select, insert on setting to tws_app;

-- The newest version is looked up at each request of a session: one step into an index, as for accounts.
create index audit_record_setting on audit_record (object, at) where object like 'setting:%';
