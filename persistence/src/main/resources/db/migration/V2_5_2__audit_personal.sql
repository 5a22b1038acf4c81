-- Values about natural persons that belong to audit records. A record holds only the digest over salt and value
-- (docs/audit-log-format.md): when both are erased the log verifies as before. kind: 1 segment, 2 business record;
-- idx: position in the segment; object: that of the record, by which values are found to be erased.
create table audit_personal (
  kind   smallint not null check (kind in (1, 2)),
  epoch  bigint not null,
  seq    bigint not null,
  idx    int not null,
  field  text not null,
  object text not null,
  salt   bytea not null check (length(salt) = 16),
  value  text not null,
  primary key (kind, epoch, seq, idx, field)
);
create index audit_personal_object on audit_personal (object);

grant select, insert on audit_personal to tws_app;
grant select on audit_personal to tws_auditor;

-- The one way to erase (GDPR, article 17): everything about one object that entered before now; returns how many
-- values. Dual control stands before it, a record of the erasure beside it: the verifier asks for that record.
create function audit_erase_personal(erased_object text) returns bigint
  language sql security definer set search_path = public, pg_temp
as $$
  with gone as (delete from audit_personal where object = erased_object returning 1) select count(*) from gone
$$;
revoke all on function audit_erase_personal(text) from public;
grant execute on function audit_erase_personal(text) to tws_app;
