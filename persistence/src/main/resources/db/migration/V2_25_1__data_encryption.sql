-- EIDAS-24.2.g: personal data are encrypted before they come here (docs/data-encryption.md). The key-encryption key lies in
-- the infrastructure device; here is its name, and a backup that only a device with the same backup key can open.
create table key_encryption_key (
  kek_id      text        primary key,
  token       text        not null,
  backup      bytea,
  created_at  timestamptz not null
);
-- Data keys, wrapped by it (RFC 5649). statement: encrypted with the data key itself.
create table data_key (
  key_id      text        primary key check (key_id ~ '^[A-Za-z0-9_-]{22}$'),
  kek_id      text        not null references key_encryption_key,
  wrapped     bytea       not null,
  statement   text        not null,
  created_at  timestamptz not null
);
grant select, insert on key_encryption_key, data_key to tws_app;
-- Nothing for tws_front: a front node gives out what is public, and has no data key.
