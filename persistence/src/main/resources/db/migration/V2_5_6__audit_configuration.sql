-- AA1.1a: configuration and programs as each node last had them, so that a change is noticed and recorded. The
-- newest row of a node and name counts; an empty value: it is not there any more.
create table audit_configuration (
  id    bigint generated always as identity primary key,
  node  text not null,
  name  text not null,
  value text not null,
  at    timestamptz not null
);
create index audit_configuration_name on audit_configuration (node, name, id);
grant select, insert on audit_configuration to tws_app;
grant select on audit_configuration to tws_auditor;
