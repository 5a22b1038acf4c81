-- Clauses 5.3.5 and 5.3.6: the Certificate Status Database (figure 1), its change log, CRLs, and
-- the inbox of status change requests. docs/status.md explains how they work together.

-- One narrow row a certificate, apart from the certificate itself: an OCSP answer is one index read.
create table certificate_status (
  issuer          text        not null,
  serial          bytea       not null,
  state           text        not null check (state in ('GOOD', 'SUSPENDED', 'REVOKED')),
  reason          smallint,
  changed_at      timestamptz,
  invalidity_date timestamptz,
  -- number of the last change in status_change; 0: never changed
  change_sequence bigint      not null,
  -- certifies a CA, OCSP or time-stamping key: revoked by two persons only (RM1.4)
  tsp_key         boolean     not null,
  primary key (issuer, serial),
  check ((state = 'GOOD') = (reason is null)),
  check (state = 'GOOD' or (changed_at is not null and change_sequence > 0))
);
create index certificate_status_listed on certificate_status (issuer, serial) where state <> 'GOOD';

-- RM1.3: final for every user of the database who cannot disable triggers; tws_app cannot.
create function certificate_status_goes_one_way() returns trigger language plpgsql as $$
begin
  if old.state = 'REVOKED' then
    raise exception using errcode = 'TW001', message = 'a revoked certificate stays revoked (RM1.3)';
  end if;
  if new.issuer <> old.issuer or new.serial <> old.serial or new.tsp_key <> old.tsp_key
     or new.change_sequence <= old.change_sequence then
    raise exception using errcode = 'TW002', message = 'a status row changes its status only, with a new number';
  end if;
  return new;
end $$;
create trigger certificate_status_one_way before update on certificate_status
  for each row execute function certificate_status_goes_one_way();

-- Numbers without gaps in the order of commits: the row stays locked until the change commits.
create table status_sequence (
  only_row boolean primary key default true check (only_row),
  last     bigint  not null
);
insert into status_sequence (last) values (0);
create function status_sequence_counts_up() returns trigger language plpgsql as $$
begin
  if new.last <> old.last + 1 then
    raise exception using errcode = 'TW002', message = 'status numbers count up by one';
  end if;
  return new;
end $$;
create trigger status_sequence_by_one before update on status_sequence
  for each row execute function status_sequence_counts_up();

-- Every change, append only: what message B says, for nodes that did not hear it (RM2.3).
create table status_change (
  sequence        bigint      primary key,
  issuer          text        not null,
  serial          bytea       not null,
  state           text        not null check (state in ('GOOD', 'SUSPENDED', 'REVOKED')),
  reason          smallint,
  changed_at      timestamptz not null,
  invalidity_date timestamptz
);
-- Is a CA's CRL behind its changes?
create index status_change_of_issuer on status_change (issuer, sequence);

-- Periodical messages (RM2.2), append only. The primary key admits one CRL a number.
create table crl (
  ca              text        not null,
  number          bigint      not null,
  der             bytea       not null,
  this_update     timestamptz not null,
  next_update     timestamptz not null,
  -- every change up to this number is in it; 0 for an offline CA's
  change_sequence bigint      not null,
  primary key (ca, number)
);
alter table crl alter column der set storage external;

-- The inbox: a request is committed here before it is acknowledged; JMS only carries it.
create table status_change_request (
  id              text        primary key,
  issuer          text        not null,
  serial          bytea       not null,
  action          text        not null check (action in ('SUSPEND', 'REINSTATE', 'REVOKE')),
  reason          smallint,
  invalidity_date timestamptz,
  requester       text        not null,
  -- both persons agreed (RM1.4)
  dual_control    boolean     not null,
  state           text        not null check (state in ('RECEIVED', 'DONE', 'REFUSED')),
  refusal         text,
  detail          text,
  received_at     timestamptz not null,
  sent_at         timestamptz not null,
  decided_at      timestamptz,
  effect_at       timestamptz,
  alarmed         boolean     not null default false
);
create index status_change_request_open on status_change_request (sent_at) where state = 'RECEIVED';

-- RM3.1: what was decided stays decided.
create function status_change_request_is_decided_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'RECEIVED' then
    raise exception using errcode = 'TW002', message = 'this request is decided';
  end if;
  return new;
end $$;
create trigger status_change_request_once before update on status_change_request
  for each row execute function status_change_request_is_decided_once();

grant select, insert on certificate_status to tws_app;
grant update (state, reason, changed_at, invalidity_date, change_sequence) on certificate_status to tws_app;
grant select, update on status_sequence to tws_app;
grant select, insert on status_change, crl to tws_app;
grant select, insert on status_change_request to tws_app;
grant update (state, refusal, detail, sent_at, decided_at, effect_at, alarmed) on status_change_request to tws_app;
