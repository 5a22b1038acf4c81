-- Keys that left their device under its backup key (KM6.4). Without that key, which lies in devices and in persons' shares
-- alone, a row tells nothing; it is emptied when the key is destroyed.
create table key_backup (
  backup_id     text        primary key,
  key_id        text        not null references signing_key,
  device        text        not null,
  check_value   text        not null,
  public_key    bytea       not null,
  wrapped       bytea,
  made_at       timestamptz not null,
  requested_by  text        not null,
  approved_by   text        not null,
  erased_at     timestamptz,
  check (erased_at is null or wrapped is null)
);
create index key_backup_key on key_backup (key_id);

grant select, insert on key_backup to tws_app;
grant update (wrapped, erased_at) on key_backup to tws_app;
