-- RM2.3: revocation management says every second, under its seal, how far the log of changes has come. A status node that
-- does not hear it (another database, a copy that stands still) serves nothing from its memory.
create table status_heartbeat (
  node     text        primary key,
  at       timestamptz not null,
  sequence bigint      not null,
  link     bytea       not null,
  seal_key text        not null,
  seal     bytea       not null
);
grant select, insert on status_heartbeat to tws_app;
grant update (at, sequence, link, seal_key, seal) on status_heartbeat to tws_app;
