package org.opentws.portal.web;

import jakarta.faces.application.ViewHandler;
import jakarta.faces.application.ViewHandlerWrapper;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gives each view the language of its request, so that one page never speaks two. */
public class ViewLanguage extends ViewHandlerWrapper {
  public ViewLanguage(ViewHandler wrapped) {
    super(wrapped);
  }

  @Override
  public Locale calculateLocale(FacesContext faces) {
    return PortalLanguage.of((HttpServletRequest) faces.getExternalContext().getRequest());
  }

  /** A page that was opened before the language was changed answers in the new one. */
  @Override
  public @Nullable UIViewRoot restoreView(FacesContext faces, String viewId) {
    @Nullable UIViewRoot view = super.restoreView(faces, viewId);
    if (view != null) {
      view.setLocale(calculateLocale(faces));
    }
    return view;
  }
}
