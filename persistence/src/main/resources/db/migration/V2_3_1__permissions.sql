-- Permissions that an account holds beside those of its roles (AA5.1).
CREATE TABLE permission_grant (
    account    text        NOT NULL REFERENCES account,
    permission text        NOT NULL CHECK (permission ~ '^[a-z.-]{3,60}$'),
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (account, permission)
);

GRANT SELECT, INSERT, DELETE ON permission_grant TO tws_app;
