-- A node's key for its connection to the database. Its owner is the role that it logs in as, and no other role of the database
-- gets such a key. It is an infrastructure key: the system makes its successor by itself.
alter table signing_key drop constraint signing_key_purpose_check;
alter table signing_key add constraint signing_key_purpose_check
  check (purpose in ('CERTIFICATE_SIGNING', 'OCSP_SIGNING', 'TIME_STAMP_SIGNING', 'MANAGEMENT_CERTIFICATE_SIGNING', 'TLS_SERVER',
                     'DATABASE_CLIENT', 'AUDIT_SIGNING', 'MESSAGE_SEALING'));
alter table signing_key drop constraint signing_key_owner_check;
alter table signing_key add constraint signing_key_owner_check
  check (case purpose when 'DATABASE_CLIENT' then owner in ('tws_app', 'tws_front') else owner ~ '^[a-z0-9][a-z0-9.-]{0,62}$' end);
alter table signing_key drop constraint signing_key_renewal_check;
alter table signing_key add constraint signing_key_renewal_check
  check (ceremony <> 'RENEWAL' or purpose in ('TLS_SERVER', 'DATABASE_CLIENT', 'MESSAGE_SEALING', 'AUDIT_SIGNING'));
alter table signing_key drop constraint signing_key_spare_check;
alter table signing_key add constraint signing_key_spare_check
  check (state <> 'SPARE'
         or purpose in ('OCSP_SIGNING', 'TIME_STAMP_SIGNING', 'TLS_SERVER', 'DATABASE_CLIENT', 'MESSAGE_SEALING', 'AUDIT_SIGNING'));
