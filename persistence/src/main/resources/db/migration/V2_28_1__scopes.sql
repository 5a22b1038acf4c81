-- SA1.1: the CAs and registration authorities that an account works for. Without a row of a kind there is no limit of
-- that kind, so accounts go on as before; the account's seal covers these rows, and that there is none (docs/seals.md).
create table account_scope (
  account  text        not null references account,
  kind     text        not null check (kind in ('CA', 'REGISTRATION_AUTHORITY')),
  name     text        not null check (name ~ '^[A-Za-z0-9-]{1,64}$'),
  given_at timestamptz not null,
  primary key (account, kind, name)
);
grant select, insert, delete on account_scope to tws_app;

-- Which registration authority an application came through; those from before there were several are of "main".
alter table certificate_application
  add column registration_authority text not null default 'main' check (registration_authority ~ '^[A-Za-z0-9-]{1,64}$');
create index certificate_application_by_authority
  on certificate_application (registration_authority, state, submitted_at, id);
