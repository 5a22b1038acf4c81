-- Certificates of keys that followed the installation's own as the one that signs recovery documents (docs/ceremony.md).
-- Each version is appended under a seal; the newest one counts.
create table officer_signer (
  version     int         primary key check (version > 0),
  certificate bytea       not null,
  requester   text        not null,
  approver    text        not null,
  at          timestamptz not null,
  seal        text        not null
);
grant select, insert on officer_signer to tws_app;
