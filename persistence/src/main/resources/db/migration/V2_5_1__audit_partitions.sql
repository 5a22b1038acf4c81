-- AA2.1, AA2.2: what enters the audit log lies in one partition for each month, so that old months can be
-- moved to other media, and archived ones given up by two persons, without touching the rest. The order of the
-- log, its tree and its checkpoints stay whole: they must be unique over all time. audit_sealed gets the time of
-- the row it refers to (at), which also finds that row's partition.

alter table audit_segment rename to audit_segment_whole;
alter table audit_record rename to audit_record_whole;
alter index audit_segment_pkey rename to audit_segment_whole_pkey;
alter index audit_segment_time rename to audit_segment_whole_time;
alter index audit_segment_xid rename to audit_segment_whole_xid;
alter index audit_record_pkey rename to audit_record_whole_pkey;
alter index audit_record_at rename to audit_record_whole_at;
alter index audit_record_actor rename to audit_record_whole_actor;
alter index audit_record_object rename to audit_record_whole_object;
alter index audit_record_type rename to audit_record_whole_type;
alter index audit_record_xid rename to audit_record_whole_xid;

-- Each partition has the primary key (epoch, seq) of its own. No foreign key: it would lock the row of the epoch
-- once for every record, and whose epoch a row claims is judged by its authentication code.
create table audit_segment (
  epoch      bigint not null,
  seq        bigint not null,
  n          int not null check (n > 0),
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  types      int[] not null,
  mac        bytea not null,
  data       bytea not null,
  xid        xid8 not null default pg_current_xact_id()
) partition by range (first_at);
alter table audit_segment alter column data set storage external;
create index audit_segment_xid on audit_segment (xid);

create table audit_record (
  epoch   bigint not null,
  seq     bigint not null,
  at      timestamptz not null,
  type    int not null,
  outcome smallint not null,
  actor   text not null,
  object  text not null,
  enc     bytea not null,
  mac     bytea not null,
  xid     xid8 not null default pg_current_xact_id()
) partition by range (at);
alter table audit_record alter column enc set storage external;
create index audit_record_xid on audit_record (xid);

-- Takes rows of a clock that is months wrong: nothing may be lost because of it.
create table audit_segment_other partition of audit_segment default;
create table audit_record_other partition of audit_record default;
alter table audit_segment_other add primary key (epoch, seq);
alter table audit_record_other add primary key (epoch, seq);

-- Makes the partitions of the months from one day to another that are not there yet; returns how many it made.
-- The application calls it ahead of time: it may make partitions, and nothing else.
create function audit_prepare_months(from_day date, to_day date) returns int
  language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  month date := date_trunc('month', from_day);
  made int := 0;
  part text;
begin
  if to_day > current_date + 400 or from_day > to_day then
    raise exception 'months to prepare are out of range';
  end if;
  -- Making a partition locks the table: better not now than to hold up who writes.
  perform set_config('lock_timeout', '500ms', true);
  while month <= to_day loop
    foreach part in array array['audit_segment', 'audit_record'] loop
      if to_regclass(part || to_char(month, '_YYYY_MM')) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)',
          part || to_char(month, '_YYYY_MM'), part, month::timestamptz, (month + interval '1 month')::timestamptz);
        execute format('alter table %I add primary key (epoch, seq)', part || to_char(month, '_YYYY_MM'));
        made := made + 1;
      end if;
    end loop;
    month := month + interval '1 month';
  end loop;
  return made;
end $$;
revoke all on function audit_prepare_months(date, date) from public;
grant execute on function audit_prepare_months(date, date) to tws_app;

select audit_prepare_months(
  least(coalesce((select min(first_at) from audit_segment_whole), now()), now())::date, (now() + interval '3 months')::date);

insert into audit_segment select epoch, seq, n, first_at, last_at, types, mac, data, xid from audit_segment_whole;
insert into audit_record select epoch, seq, at, type, outcome, actor, object, enc, mac, xid from audit_record_whole;

alter table audit_sealed add column at timestamptz;
update audit_sealed s set at = g.first_at from audit_segment g where s.kind = 1 and (g.epoch, g.seq) = (s.epoch, s.seq);
update audit_sealed s set at = r.at from audit_record r where s.kind = 2 and (r.epoch, r.seq) = (s.epoch, s.seq);
update audit_sealed set at = 'epoch' where at is null;
alter table audit_sealed alter column at set not null;

drop table audit_segment_whole;
drop table audit_record_whole;

grant select, insert on audit_segment, audit_record to tws_app;
grant select on audit_segment, audit_record to tws_auditor;

-- Octets that the audit log takes, indexes included.
create function audit_used_octets() returns bigint language sql stable
as $$
  select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname like 'audit\_%'
$$;
