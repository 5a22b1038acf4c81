package org.opentws.revocationstatus;

import org.opentws.time.TrustedTime;

/** What an OCSP request meets on its way. */
record OcspDesk(
    StatusReader reader,
    IssuerDirectory directory,
    OcspResponder responder,
    OcspSigner signer,
    OcspJournal journal,
    ReadyAnswers ready,
    CertificateEnclosure enclosure,
    RevocationStatusConfiguration configuration,
    TrustedTime time) {}
