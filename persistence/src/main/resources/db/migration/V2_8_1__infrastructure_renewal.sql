-- The system makes the successor of an infrastructure key by itself.
alter table signing_key drop constraint signing_key_ceremony_check;
alter table signing_key add constraint signing_key_ceremony_check
  check (ceremony in ('INSTALLATION', 'DUAL_CONTROL', 'RENEWAL', 'OFFLINE_CA'));
-- A TSP signing key is never made so (KM1.3).
alter table signing_key add constraint signing_key_renewal_check
  check (ceremony <> 'RENEWAL' or purpose in ('TLS_SERVER', 'MESSAGE_SEALING', 'AUDIT_SIGNING'));
alter table signing_key drop constraint signing_key_spare_check;
alter table signing_key add constraint signing_key_spare_check
  check (state <> 'SPARE'
         or purpose in ('OCSP_SIGNING', 'TIME_STAMP_SIGNING', 'TLS_SERVER', 'MESSAGE_SEALING', 'AUDIT_SIGNING'));
