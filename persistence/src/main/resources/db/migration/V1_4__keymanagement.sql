-- The register of keys (clause 5.2.5). It says where a key is and what it may do; no private key is ever here (KM2.1, KM6.1).
create table signing_key (
  key_id        text        primary key,
  purpose       text        not null check (purpose in ('CERTIFICATE_SIGNING', 'OCSP_SIGNING', 'TIME_STAMP_SIGNING',
                            'MANAGEMENT_CERTIFICATE_SIGNING', 'TLS_SERVER', 'AUDIT_SIGNING', 'MESSAGE_SEALING')),
  owner         text        not null check (owner ~ '^[a-z0-9][a-z0-9.-]{0,62}$'),
  token         text        not null,
  label         text        not null,
  algorithm     text        not null,
  state         text        not null check (state in ('GENERATED', 'ACTIVE', 'INACTIVE', 'OFFLINE', 'DESTROYED')),
  created_at    timestamptz not null,
  requested_by  text        not null,
  approved_by   text        not null,
  -- One key, one purpose (KM3.3): a public key stands here once, whatever becomes of it.
  spki_sha256   text        not null unique check (spki_sha256 ~ '^[0-9a-f]{64}$'),
  certificate   bytea,
  usable_from   timestamptz,
  usable_until  timestamptz,
  check ((state = 'OFFLINE') = (token = '')),
  check (state in ('GENERATED', 'DESTROYED') or (certificate is not null and usable_from is not null and usable_until is not null))
);

-- At most one key of a purpose and owner signs at any moment, also when two nodes try.
create unique index signing_key_one_active on signing_key (purpose, owner) where state = 'ACTIVE';
create unique index signing_key_one_object on signing_key (token, label) where token <> '';

-- The issuers of a key's certificate, nearest first, as they were when it was bound.
create table signing_key_issuer (
  key_id        text        not null references signing_key,
  position      integer     not null,
  certificate   bytea       not null,
  primary key (key_id, position)
);

-- What a key is never changes; whether it may sign does. Nothing is ever deleted.
grant select, insert on signing_key, signing_key_issuer to tws_app;
grant update (state, certificate, usable_from, usable_until) on signing_key to tws_app;
grant select on signing_key, signing_key_issuer to tws_auditor;
