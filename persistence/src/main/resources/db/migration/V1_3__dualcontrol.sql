-- Dual control (docs/dual-control.md). The application may decide an operation, never change what is asked.
CREATE TABLE dual_control_operation (
    id                   text        PRIMARY KEY,
    type                 text        NOT NULL,
    parameters           text        NOT NULL,
    description          text        NOT NULL,
    hash                 text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    requester            text        NOT NULL,
    requester_person     text        NOT NULL,
    requested_at         timestamptz NOT NULL,
    expires_at           timestamptz NOT NULL,
    state                text        NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'EXECUTING',
                             'EXECUTED', 'FAILED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
    decider              text,
    decider_person       text,
    decided_at           timestamptz,
    execution_started_at timestamptz,
    finished_at          timestamptz,
    reason               text,
    result               text,
    -- KM1.3: what runs was approved, and by another person.
    CHECK (state NOT IN ('APPROVED', 'EXECUTING', 'EXECUTED', 'FAILED')
           OR (decider_person IS NOT NULL AND decider_person <> requester_person)),
    CHECK ((state IN ('EXECUTING', 'EXECUTED', 'FAILED')) = (execution_started_at IS NOT NULL)),
    CHECK ((state = 'EXECUTED') = (result IS NOT NULL))
);
CREATE INDEX dual_control_operation_open ON dual_control_operation (state, requested_at)
    WHERE state IN ('REQUESTED', 'APPROVED', 'EXECUTING');
CREATE INDEX dual_control_operation_newest ON dual_control_operation (requested_at DESC);

GRANT SELECT, INSERT ON dual_control_operation TO tws_app;
GRANT UPDATE (state, decider, decider_person, decided_at, execution_started_at, finished_at, reason, result)
    ON dual_control_operation TO tws_app;

-- A state never goes back, whoever writes it.
CREATE FUNCTION dual_control_operation_goes_one_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'REQUESTED' AND NEW.state IN ('APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN'))
        OR (OLD.state = 'APPROVED' AND NEW.state = 'EXECUTING')
        OR (OLD.state = 'EXECUTING' AND NEW.state IN ('EXECUTED', 'FAILED'))) THEN
        RAISE EXCEPTION 'a dual-control operation cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dual_control_operation_goes_one_way BEFORE UPDATE ON dual_control_operation
    FOR EACH ROW EXECUTE FUNCTION dual_control_operation_goes_one_way();
