-- KM4.2, RFC 4210 4.4: the two certificates that link an offline CA with its successor of the same name, as two persons brought
-- them in. What is not signed by the keys of both is given to nobody, whoever wrote it here.
create table ca_link (
  ca           text        not null,
  new_with_old bytea       not null,
  old_with_new bytea       not null,
  imported_at  timestamptz not null,
  primary key (ca, new_with_old)
);
grant select, insert on ca_link to tws_app;
grant select on ca_link to tws_front;
