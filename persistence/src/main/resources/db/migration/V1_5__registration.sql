-- Registration (5.3.2): certificate applications.
CREATE TABLE certificate_application (
    id                  text        PRIMARY KEY,
    version             integer     NOT NULL,
    state               text        NOT NULL CHECK (state IN ('SUBMITTED', 'APPROVED', 'CERTIFIED', 'REJECTED', 'REFUSED')),
    profile             text        NOT NULL,
    pkcs10              bytea       NOT NULL,
    public_key_sha256   bytea       NOT NULL CHECK (length(public_key_sha256) = 32),
    -- Personal data (R2.1): subject, evidence and officer_evidence are JSON text and are never copied to logs.
    subject             text        NOT NULL,
    consent             boolean     NOT NULL,
    terms               text,
    evidence            text        NOT NULL,
    submitted_at        timestamptz NOT NULL,
    submitted_by        text        NOT NULL,
    submitted_by_person text        NOT NULL,
    officer_evidence    text,
    decided_at          timestamptz,
    decided_by          text,
    attempted_at        timestamptz,
    reason              text,
    issuer              text,
    serial              text,
    completed_at        timestamptz,
    -- R1.5: whatever left SUBMITTED was decided by somebody.
    CONSTRAINT decision_is_signed CHECK (state = 'SUBMITTED' OR (decided_at IS NOT NULL AND decided_by IS NOT NULL)),
    CONSTRAINT certified_has_certificate CHECK ((state = 'CERTIFIED') = (issuer IS NOT NULL AND serial IS NOT NULL)),
    CONSTRAINT denial_has_reason CHECK (state NOT IN ('REJECTED', 'REFUSED') OR reason IS NOT NULL)
);

CREATE INDEX certificate_application_by_state ON certificate_application (state, submitted_at, id);
CREATE INDEX certificate_application_by_key ON certificate_application (public_key_sha256);
CREATE UNIQUE INDEX certificate_application_by_certificate ON certificate_application (issuer, serial);

-- What was applied for cannot be changed after submission; only the decision and its outcome are written.
GRANT SELECT, INSERT ON certificate_application TO tws_app;
GRANT UPDATE (version, state, officer_evidence, decided_at, decided_by, attempted_at, reason, issuer, serial, completed_at)
    ON certificate_application TO tws_app;
