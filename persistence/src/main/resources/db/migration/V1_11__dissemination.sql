-- Dissemination (5.3.4): the repository of certificates, and which of them the subject allowed to be published.
CREATE TABLE repository_certificate (
    issuer      text        NOT NULL,
    serial      text        NOT NULL,
    profile     text        NOT NULL,
    not_before  timestamptz NOT NULL,
    not_after   timestamptz NOT NULL,
    certificate bytea       NOT NULL,
    PRIMARY KEY (issuer, serial)
);

-- D1.1: a row stands here only with the subject's consent. Strangers are answered from this table alone, so that a
-- certificate without consent costs exactly what an unknown one costs.
CREATE TABLE published_certificate (
    issuer       text        NOT NULL,
    serial       text        NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, serial),
    FOREIGN KEY (issuer, serial) REFERENCES repository_certificate (issuer, serial)
);

-- D2.1b: the application adds; nothing in the repository is changed or removed by it.
GRANT SELECT, INSERT ON repository_certificate, published_certificate TO tws_app;
