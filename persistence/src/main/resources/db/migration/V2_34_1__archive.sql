-- The archive (AR1 to AR3): signed packages in parts, and an index of what is in them (docs/archive.md). Rows are written
-- once. What is inside goes by delete_archive alone, after the retention, and leaves a tombstone for ever.
create table archive (
  number      bigint      primary key check (number > 0),
  made_at     timestamptz not null,
  made_by     text        not null,
  begins_at   timestamptz not null,
  ends_at     timestamptz not null,
  -- records of the audit log before it, and with it
  audit_from  bigint      not null check (audit_from >= 0),
  audit_to    bigint      not null,
  entries     bigint      not null,
  sha256      text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  length      bigint      not null check (length > 0),
  keep_until  timestamptz not null,
  check (begins_at <= ends_at and audit_from <= audit_to and keep_until > made_at)
);

create table archive_part (
  archive bigint not null references archive deferrable initially deferred,
  part    int    not null check (part >= 0),
  octets  bytea  not null,
  primary key (archive, part)
);
alter table archive_part alter column octets set storage external;

-- Stays when the package goes: it names things, and holds none.
create table archive_entry (
  kind     text        not null check (kind in ('CERTIFICATE', 'CRL', 'AUDIT_RECORDS')),
  name     text        not null,
  archive  bigint      not null references archive deferrable initially deferred,
  at       timestamptz not null,
  until    timestamptz not null,
  sha256   text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  file     text        not null,
  primary key (kind, name),
  check (at <= until)
);
create index archive_entry_time on archive_entry (at, kind, name);

create table archive_deletion (
  archive          bigint      primary key references archive,
  deleted_at       timestamptz not null,
  reason           text        not null check (reason <> ''),
  requester        text        not null,
  requester_person text        not null,
  approver         text        not null,
  approver_person  text        not null,
  check (requester_person <> approver_person)
);

grant select, insert on archive, archive_part, archive_entry to tws_app;
grant select on archive_deletion to tws_app;

create function archive_stays() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'TW002', message = 'what is archived is neither changed nor removed';
end $$;
create trigger archive_stays before update or delete or truncate on archive
  for each statement execute function archive_stays();
create trigger archive_entry_stays before update or delete or truncate on archive_entry
  for each statement execute function archive_stays();
create trigger archive_deletion_stays before update or delete or truncate on archive_deletion
  for each statement execute function archive_stays();
create trigger archive_part_stays before update or truncate on archive_part
  for each statement execute function archive_stays();

-- Nothing is put into an archive afterwards, by nobody.
create function archive_is_closed() returns trigger language plpgsql as $$
begin
  if exists (select from archive where number = new.archive) then
    raise exception using errcode = 'TW002', message = 'this archive is closed';
  end if;
  return new;
end $$;
create trigger archive_part_closed before insert on archive_part for each row execute function archive_is_closed();
create trigger archive_entry_closed before insert on archive_entry for each row execute function archive_is_closed();

-- A part goes after its tombstone, and there is no tombstone before the retention is over: not by the owner's hand either.
create function archive_part_goes_last() returns trigger language plpgsql as $$
begin
  if not exists (select from archive_deletion where archive = old.archive) then
    raise exception using errcode = 'TW003', message = 'this archive must be kept';
  end if;
  return old;
end $$;
create trigger archive_part_last before delete on archive_part for each row execute function archive_part_goes_last();

create function archive_is_kept() returns trigger language plpgsql as $$
begin
  if exists (select from archive where number = new.archive and keep_until > least(new.deleted_at, clock_timestamp())) then
    raise exception using errcode = 'TW003', message = 'this archive must be kept';
  end if;
  return new;
end $$;
create trigger archive_deletion_kept before insert on archive_deletion for each row execute function archive_is_kept();

-- The one way to delete. A second time changes nothing.
create function delete_archive(deleted bigint, deleting_at timestamptz, why text, asking text, asking_person text,
                               agreeing text, agreeing_person text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  insert into archive_deletion
    values (deleted, deleting_at, why, asking, asking_person, agreeing, agreeing_person) on conflict do nothing;
  if not found then
    return false;
  end if;
  delete from archive_part where archive = deleted;
  return true;
end $$;
revoke all on function delete_archive(bigint, timestamptz, text, text, text, text, text) from public;
grant execute on function delete_archive(bigint, timestamptz, text, text, text, text, text) to tws_app;
