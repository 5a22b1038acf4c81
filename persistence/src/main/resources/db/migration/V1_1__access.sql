-- Users, roles, control certificates, sessions (5.2.1, 5.2.3, 5.2.4). History stands in the audit log.
CREATE TABLE person (
    id         text        PRIMARY KEY,
    created_at timestamptz NOT NULL
);

CREATE TABLE account (
    account       text        PRIMARY KEY CHECK (account ~ '^[a-z0-9][a-z0-9-]{1,62}$'
                                                 AND account NOT IN ('anonymous', 'system')),
    person        text        NOT NULL REFERENCES person,
    password_hash text        NOT NULL,
    state         text        NOT NULL CHECK (state IN ('ACTIVE', 'DISABLED')),
    created_at    timestamptz NOT NULL,
    -- Failed logins in a row (IA2.1): counted here, so that all nodes count together.
    failures      integer     NOT NULL DEFAULT 0,
    locked_until  timestamptz
);
CREATE INDEX account_person ON account (person);

CREATE TABLE role_assignment (
    account     text        NOT NULL REFERENCES account,
    role        text        NOT NULL CHECK (role IN ('SECURITY_OFFICER', 'REGISTRATION_OFFICER',
                    'REVOCATION_OFFICER', 'SYSTEM_ADMINISTRATOR', 'SYSTEM_OPERATOR', 'SYSTEM_AUDITOR')),
    assigned_at timestamptz NOT NULL,
    PRIMARY KEY (account, role)
);

CREATE TABLE control_certificate (
    fingerprint   text        PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    account       text        NOT NULL REFERENCES account,
    certificate   bytea       NOT NULL,
    registered_at timestamptz NOT NULL
);
CREATE INDEX control_certificate_account ON control_certificate (account);

CREATE TABLE user_session (
    token_hash   text        PRIMARY KEY CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    account      text        NOT NULL REFERENCES account,
    fingerprint  text        NOT NULL,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    ended_at     timestamptz,
    end_reason   text,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX user_session_open ON user_session (last_seen_at) WHERE ended_at IS NULL;
CREATE INDEX user_session_account ON user_session (account);

-- One row at most: the installation document is imported once.
CREATE TABLE installation (
    single_row      boolean     PRIMARY KEY DEFAULT true CHECK (single_row),
    imported_at     timestamptz NOT NULL,
    document_sha256 text        NOT NULL,
    demo            boolean     NOT NULL
);

GRANT SELECT, INSERT ON person, account, control_certificate, user_session, installation TO tws_app;
GRANT SELECT, INSERT, DELETE ON role_assignment TO tws_app;
GRANT UPDATE (state, password_hash, failures, locked_until) ON account TO tws_app;
GRANT UPDATE (last_seen_at, ended_at, end_reason) ON user_session TO tws_app;
