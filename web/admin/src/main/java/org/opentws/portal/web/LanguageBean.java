package org.opentws.portal.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The language of the page, and the switch to another one. */
@Named("language")
@RequestScoped
public class LanguageBean {
  @Inject private HttpServletRequest request;

  private @Nullable Locale language;

  /**
   * A language that can be chosen.
   *
   * @param tag as in HTML, for example "de"
   * @param name in the language itself
   */
  public record Choice(String tag, String name) {
    static Choice of(Locale language) {
      String name = language.getDisplayLanguage(language);
      return new Choice(language.toLanguageTag(), name);
    }
  }

  public Locale getLocale() {
    Locale found = language;
    if (found == null) {
      found = PortalLanguage.of(request);
      language = found;
    }
    return found;
  }

  /** As the page's root says it. */
  public String getTag() {
    return getLocale().toLanguageTag();
  }

  /** All but the page's own. */
  public List<Choice> getOthers() {
    return PortalLanguage.ALL.stream()
        .filter(other -> !other.equals(getLocale()))
        .map(Choice::of)
        .toList();
  }

  /** Shows the same page in another language; what is none of ours changes nothing. */
  public String choose(String tag) {
    FacesContext faces = FacesContext.getCurrentInstance();
    HttpServletResponse response = (HttpServletResponse) faces.getExternalContext().getResponse();
    PortalLanguage.named(tag).ifPresent(chosen -> PortalLanguage.choose(response, chosen));
    return faces.getViewRoot().getViewId() + "?faces-redirect=true&includeViewParams=true";
  }
}
