-- What may be believed of users, sessions and operations carries a seal of the system's own key: rows written by
-- anybody else count for nothing (docs/seals.md).
ALTER TABLE account ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE account ADD COLUMN seal text;
GRANT UPDATE (version, seal) ON account TO tws_app;

ALTER TABLE user_session ADD COLUMN factors text;
ALTER TABLE user_session ADD COLUMN seal text;

ALTER TABLE dual_control_operation ADD COLUMN seal text;

-- Each person's agreement: so many as the type of the operation needs, never two of one person (KM1.3).
CREATE TABLE dual_control_approval (
    operation   text        NOT NULL REFERENCES dual_control_operation,
    person      text        NOT NULL,
    account     text        NOT NULL,
    approved_at timestamptz NOT NULL,
    factor      text        NOT NULL CHECK (factor IN ('PASSWORD', 'WEBAUTHN')),
    evidence    text        NOT NULL,
    seal        text        NOT NULL,
    PRIMARY KEY (operation, person)
);
GRANT SELECT, INSERT ON dual_control_approval TO tws_app;
