-- The system of a registration authority is a principal of its own: an account without a password, opened by the TLS key
-- of its infrastructure certificate alone, for named registration authorities and certificate profiles. The account's
-- seal covers that it is a machine.
alter table account
  add column machine boolean not null default false,
  add constraint machine_has_no_password check (not machine or password_hash = '');
alter table account_scope
  drop constraint account_scope_kind_check,
  add constraint account_scope_kind_check check (kind in ('CA', 'REGISTRATION_AUTHORITY', 'PROFILE'));
