-- Tokens that persons activate (KM3.1, KM3.2). No PIN and no share is ever here in clear: a share is sealed for one
-- process of one node, whose key lives as long as that process.
create table device_activation (
  device        text        primary key,
  wanted        text        not null check (wanted in ('ACTIVATED', 'LOCKED')),
  generation    bigint      not null,
  changed_at    timestamptz not null,
  changed_by    text        not null
);

-- A node's process, while it runs: what shares are sealed for, and which of its tokens are still locked.
create table activation_station (
  station       text        primary key,
  node          text        not null,
  public_key    bytea       not null,
  signature     bytea       not null,
  locked        text        not null,
  seen_at       timestamptz not null
);

create table activation_share (
  station       text        not null,
  device        text        not null,
  person        text        not null,
  account       text        not null,
  share_set     text        not null,
  share_number  integer     not null,
  sealed        bytea       not null,
  signature     bytea       not null,
  given_at      timestamptz not null,
  primary key (station, device, person)
);

grant select, insert on device_activation to tws_app;
grant update (wanted, generation, changed_at, changed_by) on device_activation to tws_app;
grant select, insert, delete on activation_station to tws_app;
grant update (public_key, signature, locked, seen_at) on activation_station to tws_app;
grant select, insert, delete on activation_share to tws_app;
grant select on device_activation to tws_auditor;

-- A key's life has more stages, and its line says how it is protected and how it came about.
alter table signing_key drop constraint signing_key_state_check;
alter table signing_key add constraint signing_key_state_check
  check (state in ('GENERATED', 'ACTIVE', 'INACTIVE', 'COMPROMISED', 'OFFLINE', 'DESTROYED'));
alter table signing_key drop constraint signing_key_check1;
alter table signing_key add constraint signing_key_bound_check
  check (state not in ('ACTIVE', 'INACTIVE', 'OFFLINE')
         or (certificate is not null and usable_from is not null and usable_until is not null));
alter table signing_key
  add column protection text not null default 'NEVER_LEAVES' check (protection in ('NEVER_LEAVES', 'BACKUP')),
  add column ceremony text not null default 'DUAL_CONTROL'
    check (ceremony in ('INSTALLATION', 'DUAL_CONTROL', 'OFFLINE_CA')),
  add column state_changed_at timestamptz,
  add column compromised_at timestamptz,
  add column restored_at timestamptz;
grant update (state_changed_at, compromised_at, restored_at) on signing_key to tws_app;
