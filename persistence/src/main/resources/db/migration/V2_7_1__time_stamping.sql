-- Time-stamping complete (5.5.1): units and clients that two persons agreed to, the archive in partitions, accounts.

-- Each version of each unit's definition; the newest counts. The application appends, it alters nothing.
CREATE TABLE time_stamping_unit (
    unit       text        NOT NULL,
    version    int         NOT NULL CHECK (version > 0),
    definition text        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('OFFERED', 'WITHDRAWN')),
    requester  text        NOT NULL,
    approver   text        NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (unit, version)
);

-- Each version of each client's rights; the newest counts. Of its secret only the SHA-256 is here.
CREATE TABLE time_stamp_client (
    client        text        NOT NULL,
    version       int         NOT NULL CHECK (version > 0),
    secret_sha256 text        NOT NULL,
    units         text        NOT NULL,
    per_day       bigint      NOT NULL CHECK (per_day >= 0),
    state         text        NOT NULL CHECK (state IN ('ADMITTED', 'BARRED')),
    requester     text        NOT NULL,
    approver      text        NOT NULL,
    at            timestamptz NOT NULL,
    PRIMARY KEY (client, version)
);

-- Tokens given, for quotas and accounts: one row a node, so that nodes do not wait for each other.
CREATE TABLE time_stamp_usage (
    day     date   NOT NULL,
    client  text   NOT NULL,
    unit    text   NOT NULL,
    node    text   NOT NULL,
    granted bigint NOT NULL CHECK (granted > 0),
    PRIMARY KEY (day, client, unit, node)
);

-- The archive (TS6.1). Serial numbers begin with the token's time in milliseconds, 48 bits: so the index grows at
-- its end only, a quarter of a year is a range of serial numbers, and a serial number names its partition.
ALTER TABLE time_stamp_archive RENAME TO time_stamp_archive_v1;
ALTER INDEX time_stamp_archive_pkey RENAME TO time_stamp_archive_v1_pkey;
ALTER INDEX time_stamp_archive_imprint RENAME TO time_stamp_archive_v1_imprint;
ALTER INDEX time_stamp_archive_gen_time RENAME TO time_stamp_archive_v1_gen_time;
ALTER TABLE time_stamp_archive_v1 ADD COLUMN client text NOT NULL DEFAULT 'anonymous';
ALTER TABLE time_stamp_archive_v1 ALTER COLUMN client DROP DEFAULT;

CREATE TABLE time_stamp_archive (
    serial            bytea       NOT NULL PRIMARY KEY,
    unit              text        NOT NULL,
    gen_time          timestamptz NOT NULL,
    imprint_algorithm text        NOT NULL,
    imprint           bytea       NOT NULL,
    token             bytea       NOT NULL,
    client            text        NOT NULL
) PARTITION BY RANGE (serial);
CREATE INDEX time_stamp_archive_gen_time ON time_stamp_archive USING brin (gen_time);
-- A bloom filter for each 2 MB of tokens: nearly free to write, and a look for one imprint reads few of them.
CREATE INDEX time_stamp_archive_imprint ON time_stamp_archive
    USING brin (imprint bytea_bloom_ops (n_distinct_per_range = 2000, false_positive_rate = 0.001))
    WITH (pages_per_range = 256, autosummarize = on);

-- Serial numbers of the first version were random with their second bit set.
ALTER TABLE time_stamp_archive ATTACH PARTITION time_stamp_archive_v1 FOR VALUES FROM ('\x40') TO ('\x80');

DO $$
DECLARE
    first date := date '2026-10-01';
    last  date;
BEGIN
    FOR i IN 0..79 LOOP
        last := first + interval '3 months';
        EXECUTE format(
            'CREATE TABLE time_stamp_archive_%s PARTITION OF time_stamp_archive FOR VALUES FROM (%L::bytea) TO (%L::bytea)'
            || ' WITH (toast_tuple_target = 8160)',
            to_char(first, 'YYYY"q"Q'),
            '\x' || lpad(to_hex((extract(epoch FROM first) * 1000)::bigint), 12, '0'),
            '\x' || lpad(to_hex((extract(epoch FROM last) * 1000)::bigint), 12, '0'));
        first := last;
    END LOOP;
END $$;
-- What a machine of the tests stamps in another time, and the years after 2046.
CREATE TABLE time_stamp_archive_other PARTITION OF time_stamp_archive DEFAULT WITH (toast_tuple_target = 8160);

GRANT SELECT, INSERT ON time_stamping_unit, time_stamp_client, time_stamp_archive TO tws_app;
GRANT SELECT, INSERT, UPDATE (granted) ON time_stamp_usage TO tws_app;
REVOKE ALL ON time_stamp_archive_v1 FROM tws_app;
