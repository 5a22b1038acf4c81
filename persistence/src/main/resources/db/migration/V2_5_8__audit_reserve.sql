-- AA2.1: on a disk that is full to its last block the room that is kept back could not be given up: TRUNCATE makes the
-- index of a TOAST table anew, which takes a block. A table whose column was plain from its beginning has none.
create unlogged table audit_reserve_plain (like audit_reserve including storage);
drop table audit_reserve;
alter table audit_reserve_plain rename to audit_reserve;
alter table audit_reserve alter column filler set not null;
grant select on audit_reserve to tws_app, tws_auditor;
