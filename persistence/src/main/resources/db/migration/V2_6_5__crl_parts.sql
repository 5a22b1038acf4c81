-- CRLs of any size (RM2.2): a list is kept in parts of 1 MiB, as it was signed and compressed, so that neither making nor
-- giving one needs memory for it. Scope: '' for the complete list, 'delta' for what changed since another.
alter table crl drop constraint crl_pkey;
alter table crl add column scope text not null default '';
alter table crl add column length bigint;
-- of the compressed list; null: there is none
alter table crl add column gzip_length bigint;
update crl set length = length(der);
alter table crl alter column length set not null;
alter table crl alter column scope drop default;
alter table crl add primary key (ca, scope, number);

create table crl_part (
  ca       text   not null,
  scope    text   not null,
  number   bigint not null,
  encoding text   not null check (encoding in ('IDENTITY', 'GZIP')),
  part     int    not null check (part >= 0),
  octets   bytea  not null,
  primary key (ca, scope, number, encoding, part),
  foreign key (ca, scope, number) references crl deferrable initially deferred
);
alter table crl_part alter column octets set storage external;
insert into crl_part (ca, scope, number, encoding, part, octets)
  select ca, scope, number, 'IDENTITY', i, substring(der from i * 1048576 + 1 for 1048576)
  from crl, generate_series(0, ((length - 1) / 1048576)::int) i;
alter table crl drop column der;
grant select, insert on crl_part to tws_app;
