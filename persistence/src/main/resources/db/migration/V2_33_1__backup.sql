-- 5.2.8: which backups were made (docs/backup.md). The files lie outside of the database.
create table backup (
  id          text        primary key check (id ~ '^[A-Za-z0-9_-]{22}$'),
  made_at     timestamptz not null,
  account     text        not null,
  file        text        not null,
  octets      bigint      not null,
  sha256      text        not null check (sha256 ~ '^[0-9a-f]{64}$')
);
grant select, insert on backup to tws_app;
-- A restoration: written by the tool, as the owner of the tables, in the transaction that restores; the node that starts
-- next records it in the audit log.
create table backup_restoration (
  id          text        primary key,
  backup      text        not null,
  sha256      text        not null,
  restored_at timestamptz not null,
  requester   text        not null,
  approver    text        not null,
  replaced    text        not null,
  recorded_at timestamptz
);
grant select, update (recorded_at) on backup_restoration to tws_app;
-- Numbers of CRLs that may have been used after the backup and that the restored database does not know.
create table crl_number_floor (
  ca          text        primary key,
  number      bigint      not null
);
grant select on crl_number_floor to tws_app;
