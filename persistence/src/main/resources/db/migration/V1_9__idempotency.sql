-- First answers to REST writes, so that a repeated request gets the same answer (docs/rest.md).
CREATE TABLE idempotent_request (
    scope        text        NOT NULL,
    request_key  text        NOT NULL,
    request_hash bytea       NOT NULL,
    claimed_at   timestamptz NOT NULL,
    answered_at  timestamptz,
    status       integer,
    headers      text,
    body         bytea,
    PRIMARY KEY (scope, request_key),
    CHECK ((answered_at IS NULL) = (status IS NULL)),
    CHECK ((status IS NULL) = (headers IS NULL) AND (status IS NULL) = (body IS NULL))
);
CREATE INDEX idempotent_request_age ON idempotent_request (claimed_at);

-- UPDATE only to complete a claim; DELETE for claims that came to nothing and for old answers.
GRANT SELECT, INSERT, DELETE ON idempotent_request TO tws_app;
GRANT UPDATE (answered_at, status, headers, body) ON idempotent_request TO tws_app;
