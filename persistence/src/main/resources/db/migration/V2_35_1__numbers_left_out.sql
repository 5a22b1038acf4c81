-- Every restoration leaves numbers of CRLs out; archives tell of each one.
alter table crl_number_floor drop constraint crl_number_floor_pkey, add primary key (ca, number);
