-- FIDO2 authenticators of users (IA4.1): part of what the account's seal covers, but for the counter, which only grows.
CREATE TABLE authenticator (
    credential_id text        PRIMARY KEY,
    account       text        NOT NULL REFERENCES account,
    label         text        NOT NULL,
    credential    bytea       NOT NULL,
    counter       bigint      NOT NULL DEFAULT 0,
    registered_at timestamptz NOT NULL
);
CREATE INDEX authenticator_account ON authenticator (account);
GRANT SELECT, INSERT, DELETE ON authenticator TO tws_app;
GRANT UPDATE (counter) ON authenticator TO tws_app;

-- Challenges that wait for an answer: one for each purpose of each account, used once.
CREATE TABLE factor_challenge (
    account    text        NOT NULL,
    purpose    text        NOT NULL,
    nonce      bytea       NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (account, purpose)
);
GRANT SELECT, INSERT, DELETE ON factor_challenge TO tws_app;
GRANT UPDATE (nonce, expires_at) ON factor_challenge TO tws_app;
