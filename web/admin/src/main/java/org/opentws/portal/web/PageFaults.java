package org.opentws.portal.web;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import org.opentws.random.Randomness;
import org.primefaces.csp.CspException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a page could not foresee: a form that is too old, a forged one, or our own fault. */
public class PageFaults extends ExceptionHandlerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(PageFaults.class);
  private static final int CAUSES_MAX = 16;

  public PageFaults(ExceptionHandlerFactory wrapped) {
    super(wrapped);
  }

  @Override
  public ExceptionHandler getExceptionHandler() {
    return new Handler(getWrapped().getExceptionHandler());
  }

  private static final class Handler extends ExceptionHandlerWrapper {
    Handler(ExceptionHandler wrapped) {
      super(wrapped);
    }

    @Override
    public void handle() {
      Iterator<ExceptionQueuedEvent> queued = getUnhandledExceptionQueuedEvents().iterator();
      if (!queued.hasNext()) {
        return;
      }
      Throwable failure = queued.next().getContext().getException();
      // The first one tells what happened; those after it only follow from it.
      queued.remove();
      while (queued.hasNext()) {
        queued.next();
        queued.remove();
      }
      answer(FacesContext.getCurrentInstance(), failure);
    }

    private static void answer(FacesContext faces, Throwable failure) {
      try {
        if (isBelow(failure, ViewExpiredException.class)) {
          tooOld(faces);
        } else if (isBelow(failure, CspException.class)) {
          faces.getExternalContext().responseSendError(403, "");
        } else {
          ourFault(faces, failure);
        }
        faces.responseComplete();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean isBelow(Throwable failure, Class<? extends FacesException> type) {
      Throwable at = failure;
      for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
        if (type.isInstance(at)) {
          return true;
        }
        at = at.getCause();
      }
      return false;
    }

    /** The list to which the page belongs is opened anew and says that nothing was changed. */
    private static void tooOld(FacesContext faces) throws IOException {
      ExternalContext external = faces.getExternalContext();
      String path = ((HttpServletRequest) external.getRequest()).getRequestURI();
      Optional<PortalPage> page = PortalPage.at(path);
      String file = page.map(PortalPage::file).orElse("login.xhtml");
      external.redirect(external.getRequestContextPath() + "/admin/" + file + "?stale=true");
    }

    private static void ourFault(FacesContext faces, Throwable failure) throws IOException {
      String incident = CDI.current().select(Randomness.class).get().identifier();
      LOG.error("incident {}", incident, failure);
      ExternalContext external = faces.getExternalContext();
      if (faces.getPartialViewContext().isAjaxRequest()) {
        external.redirect(
            external.getRequestContextPath() + "/admin/index.xhtml?incident=" + incident);
      } else {
        external.getRequestMap().put(FaultServlet.INCIDENT, incident);
        external.responseReset();
        external.responseSendError(500, "");
      }
    }
  }
}
