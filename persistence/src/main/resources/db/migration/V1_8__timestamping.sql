-- Every time-stamp token, stored before its client has it (TS6.1). Append-only for the application.
CREATE TABLE time_stamp_archive (
    serial            bytea       NOT NULL PRIMARY KEY,
    unit              text        NOT NULL,
    gen_time          timestamptz NOT NULL,
    imprint_algorithm text        NOT NULL,
    imprint           bytea       NOT NULL,
    token             bytea       NOT NULL
);
-- A token with two certificates stays inline: one page read instead of a detour through TOAST.
ALTER TABLE time_stamp_archive SET (toast_tuple_target = 8160);
CREATE INDEX time_stamp_archive_imprint ON time_stamp_archive USING hash (imprint);
CREATE INDEX time_stamp_archive_gen_time ON time_stamp_archive USING brin (gen_time);
GRANT SELECT, INSERT ON time_stamp_archive TO tws_app;
