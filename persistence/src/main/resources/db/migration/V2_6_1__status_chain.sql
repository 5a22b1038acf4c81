-- RS1.3: the log of status changes proves itself: a chain of hashes whose head revocation management's sealing key signs
-- with each change. A superuser can alter or remove entries, but cannot make a chain that a status node believes.
-- docs/status.md says how it is checked.

alter table status_sequence add column link bytea not null default decode(repeat('00', 32), 'hex');
alter table status_change add column seal_key text, add column seal bytea;
alter table status_change add constraint status_change_sealed check ((seal_key is null) = (seal is null));

-- Changes of earlier versions are in the chain without a seal; the first sealed change after them covers them too.
alter table status_sequence disable trigger status_sequence_by_one;
do $$
declare
  entry status_change;
  chain bytea := decode(repeat('00', 32), 'hex');
begin
  for entry in select * from status_change order by sequence loop
    chain := sha256(chain || convert_to(concat_ws(E'\n',
      'OpenTWS status change', entry.sequence, entry.issuer, ltrim(encode(entry.serial, 'hex'), '0'), entry.state,
      coalesce(entry.reason::text, '-'), floor(extract(epoch from entry.changed_at))::bigint,
      coalesce(floor(extract(epoch from entry.invalidity_date))::bigint::text, '-'), ''), 'UTF8'));
  end loop;
  update status_sequence set link = chain;
end $$;
alter table status_sequence enable trigger status_sequence_by_one;
