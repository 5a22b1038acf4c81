-- RM2.2, RFC 5280 5.2.5: which other CA makes the CRLs of a CA whose key is gone, as two persons decided. Each appointment is
-- appended under a seal; the newest one of a CA counts, as long as that CA has no key of its own.
create table crl_issuer (
  ca        text        not null,
  version   int         not null check (version > 0),
  issuer    text        not null check (issuer <> ca),
  requester text        not null,
  approver  text        not null,
  at        timestamptz not null,
  seal      text        not null,
  primary key (ca, version)
);
grant select, insert on crl_issuer to tws_app;
