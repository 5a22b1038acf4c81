-- Keys made beforehand, which take the place of the one in use when its end is near.
alter table signing_key drop constraint signing_key_state_check;
alter table signing_key add constraint signing_key_state_check
  check (state in ('GENERATED', 'SPARE', 'ACTIVE', 'INACTIVE', 'COMPROMISED', 'OFFLINE', 'DESTROYED'));
-- Only what signs for relying parties under one CA's certificate rolls over by itself.
alter table signing_key add constraint signing_key_spare_check
  check (state <> 'SPARE' or purpose in ('OCSP_SIGNING', 'TIME_STAMP_SIGNING'));
