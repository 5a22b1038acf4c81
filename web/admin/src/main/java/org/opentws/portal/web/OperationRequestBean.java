package org.opentws.portal.web;

import jakarta.ejb.EJB;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.dualcontrol.DualControlService;

/** The first person's part: asking for an operation. */
@Named("operationRequest")
@ViewScoped
public class OperationRequestBean implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What pages say of whom or what they lead to a request. */
  private static final List<String> FILLED_IN =
      List.of("account", "application", "authenticator", "backup", "sha256");

  @EJB private DualControlService operations;
  @Inject private CurrentCaller caller;
  @Inject private PageAction page;

  private OperationForm form = OperationForm.GENERATE_KEY;
  private final Map<String, String> values = new LinkedHashMap<>();

  /** What this caller may ask for; nothing else is offered. */
  public List<OperationForm> getForms() {
    return Stream.of(OperationForm.values())
        .filter(offered -> caller.get().may(offered.permission()))
        .toList();
  }

  /** The one chosen, if it is offered. */
  public OperationForm getForm() {
    List<OperationForm> offered = getForms();
    return offered.isEmpty() || offered.contains(form) ? form : offered.get(0);
  }

  /** Asks; leads to the operation, which says in words what will be done. */
  public String ask() {
    Map<String, String> given = new TreeMap<>();
    OperationForm asked = getForm();
    for (OperationForm.Parameter parameter : asked.parameters()) {
      String value = values.getOrDefault(parameter.name(), "");
      if (value != null && !value.isBlank()) {
        given.put(parameter.name(), value.strip());
      }
    }
    StringBuilder id = new StringBuilder();
    boolean done =
        page.perform(
            () -> id.append(operations.request(asked.name(), given).id()), "request.asked");
    return done ? "/admin/operation.xhtml?faces-redirect=true&id=" + id : "";
  }

  public Map<String, String> getValues() {
    return values;
  }

  /** Fills in what the page from which one came says in the address. */
  public void fillIn() {
    Map<String, String> address =
        FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap();
    for (String name : FILLED_IN) {
      String value = address.get(name);
      if (value != null) {
        values.put(name, value);
      }
    }
  }

  public String getType() {
    return form.name();
  }

  /** An unknown type is the first one: this is an address that people type. */
  public void setType(@Nullable String type) {
    form = OperationForm.named(type == null ? "" : type).orElse(OperationForm.GENERATE_KEY);
  }
}
