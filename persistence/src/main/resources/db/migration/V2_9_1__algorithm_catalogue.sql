-- KM1.5, KM4.3: the catalogue of algorithms, as two persons changed it. Each version is appended under a seal; the
-- newest one that this system wrote is in force. None here: the one that was shipped.
create table algorithm_catalogue (
  id        text        primary key,
  version   int         not null check (version > 0),
  document  text        not null,
  requester text        not null,
  approver  text        not null,
  at        timestamptz not null,
  seal      text        not null
);
grant select, insert on algorithm_catalogue to tws_app;

-- How many certificates a change of the catalogue concerns. The algorithm of the certified key as the catalogue names it,
-- for example EC:secp384r1 or RSA:3072; none for certificates from before, and for unknown algorithms.
alter table certificate add column key_algorithm text;
create index certificate_key_algorithm on certificate (key_algorithm, not_after);
