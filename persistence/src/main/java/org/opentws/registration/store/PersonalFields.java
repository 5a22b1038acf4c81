package org.opentws.registration.store;

import jakarta.inject.Inject;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PrePersist;
import org.opentws.dataencryption.store.FieldEncryption;

/** Stands between an application and its row: personal data are encrypted there (R2.1). */
public class PersonalFields {
  @Inject FieldEncryption encryption;

  @PrePersist
  void stored(CertificateApplication application) {
    application.seal(encryption);
  }

  @PostLoad
  void read(CertificateApplication application) {
    application.readWith(encryption);
  }
}
