-- AA4.1: what a search must know of each block of 4096 consecutive records, so that it opens only those that may
-- hold what is looked for. filter: a Bloom filter over keys of the records, its size a power of two. Everything
-- here is made from the log and compared with it at verification.
create table audit_block (
  n        bigint primary key,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  types    int[] not null,
  filter   bytea not null
);
alter table audit_block alter column filter set storage external;
create index audit_block_time on audit_block (first_at, last_at);

-- How many records of each hour, type and outcome a block has.
create table audit_hour (
  block   bigint not null references audit_block,
  hour    timestamptz not null,
  type    int not null,
  outcome smallint not null,
  records int not null check (records > 0),
  primary key (block, hour, type, outcome)
);
create index audit_hour_hour on audit_hour (hour);

-- Words of personal values: they go when the value goes.
alter table audit_personal add column words text[] not null default '{}';
create index audit_personal_words on audit_personal using gin (words);

grant select, insert on audit_block, audit_hour to tws_app;
grant select on audit_block, audit_hour to tws_auditor;
