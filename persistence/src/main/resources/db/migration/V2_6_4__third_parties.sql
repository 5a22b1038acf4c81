-- RM1.5: third parties, for example employers, that two persons admitted to ask for changes of the status of
-- certificates that name their organisation. Each version is appended under a seal; the newest one counts.
create table third_party (
  name         text        not null,
  version      int         not null check (version > 0),
  organization text        not null,
  issuer       text        not null,
  -- of the certificate whose key speaks for the third party
  serial       text        not null,
  admitted     boolean     not null,
  requester    text        not null,
  approver     text        not null,
  at           timestamptz not null,
  seal         text        not null,
  primary key (name, version)
);
create index third_party_certificate on third_party (issuer, serial);
grant select, insert on third_party to tws_app;
