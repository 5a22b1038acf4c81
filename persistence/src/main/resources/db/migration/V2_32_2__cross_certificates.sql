-- CG3: anybody may ask for the certificates that a CA gave to CAs of other providers. There are few of them among all.
create index repository_certificate_cross on repository_certificate (issuer, not_before)
  where profile = 'cross-certificate';
