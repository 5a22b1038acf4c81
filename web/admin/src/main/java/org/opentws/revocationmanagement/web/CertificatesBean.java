package org.opentws.revocationmanagement.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.certificategeneration.CertificateLookupService;
import org.opentws.certificategeneration.store.CertificateSearch;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.portal.web.PageAction;

/** Search for certificates by part of the subject's name. */
@Named("certificates")
@RequestScoped
public class CertificatesBean {
  private static final int PAGE_SIZE = 25;

  @Inject private CertificateLookupService lookup;
  @Inject private PageAction page;

  private String subject = "";
  private String issuer = "";
  private int number;
  private @Nullable List<StoredCertificate> rows;

  public List<StoredCertificate> getRows() {
    List<StoredCertificate> found = rows;
    if (found == null) {
      found =
          page.load(
              () ->
                  lookup.search(
                      new CertificateSearch(
                          given(issuer),
                          Optional.empty(),
                          given(subject),
                          number * PAGE_SIZE,
                          PAGE_SIZE)),
              List.of());
      rows = found;
    }
    return found;
  }

  private static Optional<String> given(String text) {
    return Optional.of(text.strip()).filter(value -> !value.isEmpty());
  }

  public boolean isMore() {
    return getRows().size() == PAGE_SIZE;
  }

  public String getSubject() {
    return subject;
  }

  public void setSubject(@Nullable String subject) {
    this.subject = subject == null ? "" : subject;
  }

  public String getIssuer() {
    return issuer;
  }

  public void setIssuer(@Nullable String issuer) {
    this.issuer = issuer == null ? "" : issuer;
  }

  public int getNumber() {
    return number;
  }

  public void setNumber(int number) {
    this.number = Math.min(Math.max(number, 0), 100_000);
  }
}
