-- NET1.3: a front node answers relying parties (status, dissemination, time-stamps). Its role reads what these answers are
-- made of and adds to the audit log what every answer needs; it can change no status, certificate, key, user or right.
-- Whoever takes a front node over has no more than this. The list is whole: DatabaseGrantsTest compares it.

-- what answers are made of
grant select on certificate_status, status_change, status_sequence, status_heartbeat, crl, crl_part,
  repository_certificate, published_certificate to tws_front;
-- which keys sign, and whether the system was installed
grant select on signing_key, signing_key_issuer, algorithm_catalogue, installation to tws_front;

-- time-stamps: units and clients, tokens kept as evidence, and how many were given
grant select on time_stamping_unit, time_stamp_client to tws_front;
grant insert on time_stamp_archive to tws_front;
grant select, insert, update (granted) on time_stamp_usage to tws_front;

-- the audit log: its own records and their personal values; their place in the log, and that of other nodes' records
grant select, insert on audit_writer, audit_segment, audit_sealed, audit_tile, audit_checkpoint, audit_checkpoint_note,
  audit_signer, audit_configuration to tws_front;
grant insert on audit_personal to tws_front;
grant select on audit_record, audit_parameter to tws_front;
-- figures of its own metrics
grant select on audit_reserve to tws_front;
grant select (id, kind, acknowledged_at) on audit_alarm to tws_front;
grant select (sink, delivered_at) on audit_alarm_delivery to tws_front;
