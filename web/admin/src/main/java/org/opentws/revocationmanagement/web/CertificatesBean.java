package org.opentws.revocationmanagement.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.certificategeneration.CertificateLookupService;
import org.opentws.certificategeneration.store.CertificateSearch;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.portal.web.LazyRows;
import org.opentws.portal.web.PageAction;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.value.SerialNumber;

/** Search for certificates by part of the subject's name, or by serial number. */
@Named("certificates")
@ViewScoped
public class CertificatesBean implements Serializable, LazyRows.Source<CertificateLine> {
  private static final long serialVersionUID = 1L;
  private static final int PAGE_SIZE = 20;
  private static final int TEXT_MAX = 200;

  @EJB private CertificateLookupService lookup;
  @Inject private KeyRegister register;
  @Inject private CertificateStatusDatabase statuses;
  @Inject private CurrentCaller caller;
  @Inject private PageAction page;

  private final LazyRows<CertificateLine> rows = new LazyRows<>(this);
  private String subject = "";
  private String issuer = "";
  private String serial = "";

  public LazyRows<CertificateLine> getRows() {
    return rows;
  }

  public int getPageSize() {
    return PAGE_SIZE;
  }

  @Override
  public long count() {
    return serial.isEmpty()
        ? page.load(() -> lookup.count(search(0, 1)), 0L)
        : page.load(() -> (long) bySerial().size(), 0L);
  }

  @Override
  public List<CertificateLine> rows(int first, int limit) {
    return page.load(() -> found(first, limit).stream().map(this::line).toList(), List.of());
  }

  private List<StoredCertificate> found(int first, int limit) {
    return serial.isEmpty() ? lookup.search(search(first, limit)) : bySerial();
  }

  private CertificateSearch search(int first, int limit) {
    return new CertificateSearch(given(issuer), Optional.empty(), given(subject), first, limit);
  }

  /** A serial number is unique per CA only; what is no serial number finds nothing. */
  private List<StoredCertificate> bySerial() {
    try {
      SerialNumber wanted = SerialNumber.parse(serial);
      return given(issuer).map(List::of).orElseGet(this::getIssuers).stream()
          .flatMap(ca -> lookup.find(ca, wanted).stream())
          .filter(found -> found.subject().toLowerCase(Locale.ROOT).contains(lowerSubject()))
          .toList();
    } catch (RequestRefused e) {
      return List.of();
    }
  }

  private String lowerSubject() {
    return subject.toLowerCase(Locale.ROOT);
  }

  private CertificateLine line(StoredCertificate certificate) {
    return new CertificateLine(
        certificate.issuer(),
        certificate.serial().hex(),
        certificate.subject(),
        certificate.profile().name(),
        certificate.notAfter(),
        state(certificate));
  }

  private String state(StoredCertificate certificate) {
    try {
      return statuses
          .find(certificate.issuer(), certificate.serial())
          .map(status -> status.state().name())
          .orElse("UNKNOWN");
    } catch (StatusNotTrusted e) {
      return "NOT_TRUSTED";
    }
  }

  /** Ids of the CAs that the caller works for (SA1.1). */
  public List<String> getIssuers() {
    return page.load(
        () ->
            Stream.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING)
                .flatMap(purpose -> register.ofPurpose(purpose).stream())
                .map(RegisteredKey::owner)
                .filter(caller.get().scope()::coversCa)
                .distinct()
                .sorted()
                .toList(),
        List.of());
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(value -> !value.isEmpty());
  }

  private static String cleaned(@Nullable String text) {
    String stripped = text == null ? "" : text.replace("\0", "").strip();
    return stripped.length() > TEXT_MAX ? stripped.substring(0, TEXT_MAX) : stripped;
  }

  public String getSubject() {
    return subject;
  }

  public void setSubject(@Nullable String subject) {
    this.subject = cleaned(subject);
  }

  public String getIssuer() {
    return issuer;
  }

  public void setIssuer(@Nullable String issuer) {
    this.issuer = cleaned(issuer);
  }

  public String getSerial() {
    return serial;
  }

  /** As people copy it: with or without colons and blanks, in either case. */
  public void setSerial(@Nullable String serial) {
    this.serial = cleaned(serial).replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
  }
}
