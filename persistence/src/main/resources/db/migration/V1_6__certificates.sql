-- 5.3.3: serial numbers and certificates. Neither is ever changed or deleted by the application.

-- A serial is written here, durably, before the device is asked to sign under it: so no crash can
-- make a serial come twice (CG1.6d). The key is the unique index.
create table serial_reservation (
  issuer         text        not null,
  serial         text        not null,
  reserved_at    timestamptz not null,
  application_id text,
  primary key (issuer, serial),
  check (serial ~ '^[1-9a-f][0-9a-f]{0,39}$')
);

-- What was signed. Status lives in a narrow table of its own, so that an OCSP answer never touches
-- this one. A certificate without a reserved serial cannot be stored.
create table certificate (
  issuer          text        not null,
  serial          text        not null,
  der             bytea       not null,
  profile         text        not null,
  profile_version text        not null,
  subject         text        not null,
  not_before      timestamptz not null,
  not_after       timestamptz not null,
  generated_at    timestamptz not null,
  application_id  text        unique,
  primary key (issuer, serial),
  foreign key (issuer, serial) references serial_reservation,
  check (not_before <= not_after)
) with (toast_tuple_target = 8160);
create index certificate_generated_at on certificate (generated_at desc, issuer, serial);
create index certificate_subject on certificate (issuer, subject);

grant select, insert on serial_reservation, certificate to tws_app;
