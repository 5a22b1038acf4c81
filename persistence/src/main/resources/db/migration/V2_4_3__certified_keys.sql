-- KM3.4: which key a certificate is for, so that a key that was certified for one use is not certified for another one.
-- Certificates from before that came of no application (keys of the TSP itself and of its officers) have none here.
alter table certificate add column spki_sha256 text check (spki_sha256 ~ '^[0-9a-f]{64}$');
update certificate c set spki_sha256 = encode(a.public_key_sha256, 'hex')
  from certificate_application a where a.id = c.application_id;
update certificate c set spki_sha256 = k.spki_sha256 from signing_key k where k.certificate = c.der;
create index certificate_key on certificate (spki_sha256);
