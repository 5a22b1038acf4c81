package org.opentws.portal.web;

import jakarta.ejb.EJB;
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

  /** Filled in by the page from which one came. */
  public @Nullable String getAccount() {
    return values.get("account");
  }

  public void setAccount(@Nullable String account) {
    if (account != null) {
      values.put("account", account);
    }
  }

  /** Filled in by the page of the application. */
  public @Nullable String getApplication() {
    return values.get("application");
  }

  public void setApplication(@Nullable String application) {
    if (application != null) {
      values.put("application", application);
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
