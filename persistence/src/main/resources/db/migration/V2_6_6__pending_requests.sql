-- Requests that an officer decides (5.3.5.2): PENDING until then; one at a time for each certificate.
alter table status_change_request drop constraint status_change_request_state_check;
alter table status_change_request add constraint status_change_request_state_check
  check (state in ('PENDING', 'RECEIVED', 'DONE', 'REFUSED'));
alter table status_change_request add column decider text;
-- the alarm before the 24 hours of eIDAS, article 24(3), are over
alter table status_change_request add column late_alarmed boolean not null default false;
create unique index status_change_request_pending on status_change_request (issuer, serial) where state = 'PENDING';

create or replace function status_change_request_is_decided_once() returns trigger language plpgsql as $$
begin
  if old.state not in ('PENDING', 'RECEIVED') or (old.state = 'RECEIVED' and new.state = 'PENDING') then
    raise exception using errcode = 'TW002', message = 'this request is decided';
  end if;
  return new;
end $$;
grant update (decider, late_alarmed) on status_change_request to tws_app;
