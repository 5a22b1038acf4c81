-- AA2.1: room kept back for the audit log. When the disk is full this table gives its room up, so that the log can
-- still tell of it, and of what was done. Unlogged: it costs no write-ahead log, and a crash only empties it.
create unlogged table audit_reserve (filler text not null);
alter table audit_reserve alter column filler set storage plain;

-- Fills the reserve up to a size. If the disk has not so much room nothing is kept back, and false returned: what
-- was taken in the attempt is given back at once.
create function audit_hold_reserve(mebibytes int) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if mebibytes < 0 or mebibytes > 99999 then
    raise exception 'size of the reserve is out of range';
  end if;
  if pg_relation_size('audit_reserve') > mebibytes::bigint * 1048576 + 1048576 then
    truncate audit_reserve;
  end if;
  insert into audit_reserve select repeat('0', 8000) from generate_series(
    pg_relation_size('audit_reserve') / 8192 + 1, mebibytes::bigint * 128);
  return true;
exception when disk_full then
  truncate audit_reserve;
  return false;
end $$;
revoke all on function audit_hold_reserve(int) from public;
grant execute on function audit_hold_reserve(int) to tws_app;

-- Gives the room up; returns how many octets it had.
create function audit_release_reserve() returns bigint
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  held bigint := pg_relation_size('audit_reserve');
begin
  if held > 0 then
    truncate audit_reserve;
  end if;
  return held;
end $$;
revoke all on function audit_release_reserve() from public;
grant execute on function audit_release_reserve() to tws_app;

create or replace function audit_used_octets() returns bigint language sql stable
as $$
  select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname like 'audit\_%'
    and c.relname <> 'audit_reserve'
$$;

grant select on audit_reserve to tws_app, tws_auditor;
