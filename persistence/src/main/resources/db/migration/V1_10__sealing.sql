-- 5.3.1, GE.1c: nonces of sealed messages that were opened. The primary key is what refuses a replay,
-- on every node at once. A nonce older than the accepted message age is useless (the message time
-- refuses it), so the application may delete those.
create table opened_message (
  nonce      text        not null primary key,
  sender     text        not null,
  sealed_at  timestamptz not null,
  check (length(nonce) between 16 and 64)
);
create index opened_message_sealed_at on opened_message (sealed_at);
-- UPDATE of one column only, because "select ... for update skip locked" asks for it.
grant select, insert, update (sealed_at), delete on opened_message to tws_app;
