-- CRLs by issuing distribution point (RFC 5280, 5.2.5): into how many partitions a CA's certificates were ever parted. Each
-- of these numbers is carried on for ever, because certificates name its lists. Scope of a list in table crl: '3-of-8'.
create table crl_partitioning (
  ca              text   not null,
  partitions      int    not null check (partitions between 2 and 256),
  -- every change of the CA up to this number stands on its partition's list
  change_sequence bigint not null default 0,
  primary key (ca, partitions)
);
grant select, insert on crl_partitioning to tws_app;
grant update (change_sequence) on crl_partitioning to tws_app;
