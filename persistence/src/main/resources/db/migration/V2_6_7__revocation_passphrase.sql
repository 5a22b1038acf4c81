-- The subject's revocation passphrase (RM1.2, RM1.5c), an Argon2id hash; chosen with the application.
alter table certificate_application add column revocation_passphrase text;

-- Wrong tries in a row, counted here so that all nodes count together; a row only for who has a passphrase.
create table revocation_passphrase_attempt (
  issuer       text        not null,
  serial       bytea       not null,
  failures     integer     not null,
  locked_until timestamptz,
  primary key (issuer, serial)
);
grant select, insert on revocation_passphrase_attempt to tws_app;
grant update (failures, locked_until) on revocation_passphrase_attempt to tws_app;
