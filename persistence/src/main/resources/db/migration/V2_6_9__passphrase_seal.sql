-- RM1.2: a passphrase counts only under the seal of the system that took it in (docs/seals.md).
alter table certificate_application add column revocation_passphrase_seal text;
