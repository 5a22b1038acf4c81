-- Documents of the recovery ceremony that were imported (docs/ceremony.md): each counts once.
create table officer_document (
  document_sha256 text        primary key check (document_sha256 ~ '^[0-9a-f]{64}$'),
  imported_at     timestamptz not null
);
grant select, insert on officer_document to tws_app;
