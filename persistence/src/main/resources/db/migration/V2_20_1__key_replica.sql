-- KM5.1: into which devices a key was taken, so that it ends in all of them. A line stays for ever: it says that there was a copy, not
-- that there is one now.
create table key_replica (
  key_id text not null references signing_key (key_id),
  device text not null,
  copied_at timestamptz not null,
  primary key (key_id, device)
);

grant select, insert on key_replica to tws_app;
