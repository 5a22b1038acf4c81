-- Personal data of a subject are erased after their retention (docs/personal-data.md). What was erased is empty; the
-- row, the times, who decided and the certificate with its status stay: a CA answers for its serial numbers for ever.
alter table certificate_application
  add column erased_at timestamptz,
  drop constraint denial_has_reason,
  add constraint denial_has_reason
    check (state not in ('REJECTED', 'REFUSED') or reason is not null or erased_at is not null),
  add constraint erased_is_empty check (erased_at is null or (
    state in ('CERTIFIED', 'REJECTED', 'REFUSED') and subject = '{}' and evidence = '[]' and length(pkcs10) = 0
    and num_nonnulls(officer_evidence, reason, revocation_passphrase, revocation_passphrase_seal) = 0));

-- An officer's order to keep everything about the person of an application, whatever the retention says.
create table legal_hold (
  id          text        primary key,
  application text        not null references certificate_application,
  reason      text        not null,
  placed_at   timestamptz not null,
  placed_by   text        not null,
  lifted_at   timestamptz,
  lifted_by   text,
  check ((lifted_at is null) = (lifted_by is null))
);
create index legal_hold_application on legal_hold (application);
grant select, insert, update (lifted_at, lifted_by) on legal_hold to tws_app;

create function legal_hold_is_lifted_once() returns trigger language plpgsql as $$
begin
  if old.lifted_at is not null then
    raise exception using errcode = 'TW002', message = 'this hold was lifted';
  end if;
  return new;
end $$;
create trigger legal_hold_once before update on legal_hold for each row execute function legal_hold_is_lifted_once();

-- A decided request stays as it is; only the words of the officer who turned it down may go.
create or replace function status_change_request_is_decided_once() returns trigger language plpgsql as $$
begin
  if old.detail is not null and new.detail is null and to_jsonb(new) - 'detail' = to_jsonb(old) - 'detail' then
    return new;
  end if;
  if old.state not in ('PENDING', 'RECEIVED') or (old.state = 'RECEIVED' and new.state = 'PENDING') then
    raise exception using errcode = 'TW002', message = 'this request is decided';
  end if;
  return new;
end $$;

-- The one way to erase. The application asks after two persons agreed and the retention is over; the database itself
-- refuses while the certificate is valid, the application is open, or a hold stands. A second time changes nothing.
create function erase_personal_data(erased text, erasing_at timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  certified certificate%rowtype;
  number bytea;
begin
  select * into certified from certificate where application_id = erased;
  if certified.not_after > erasing_at
     or exists (select from certificate_application where id = erased and state in ('SUBMITTED', 'APPROVED'))
     or exists (select from legal_hold where application = erased and lifted_at is null) then
    raise exception using errcode = 'TW003', message = 'these personal data must be kept';
  end if;
  update certificate_application
    set subject = '{}', evidence = '[]', pkcs10 = '', officer_evidence = null, reason = null,
        revocation_passphrase = null, revocation_passphrase_seal = null, erased_at = erasing_at, version = version + 1
    where id = erased and erased_at is null;
  if not found then
    return false;
  end if;
  if certified.serial is not null then
    number := decode(repeat('0', length(certified.serial) % 2) || certified.serial, 'hex');
    -- a positive integer, as the status tables have it
    if get_byte(number, 0) >= 128 then
      number := '\x00'::bytea || number;
    end if;
    update certificate set subject = '' where issuer = certified.issuer and serial = certified.serial;
    delete from published_certificate where issuer = certified.issuer and serial = certified.serial;
    delete from revocation_passphrase_attempt where issuer = certified.issuer and serial = number;
    update status_change_request set detail = null
      where issuer = certified.issuer and serial = number and detail is not null;
  end if;
  return true;
end $$;
revoke all on function erase_personal_data(text, timestamptz) from public;
grant execute on function erase_personal_data(text, timestamptz) to tws_app;
