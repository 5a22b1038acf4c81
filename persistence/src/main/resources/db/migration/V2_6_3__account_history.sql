-- The newest version of an account is looked up at each login and each request of a session: one step into an
-- index, which only the few records about accounts pay for.
create index audit_record_account on audit_record (object, at) where object like 'account:%';
