package org.opentws.keymanagement.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.opentws.keymanagement.DeviceHealth;
import org.opentws.keymanagement.DeviceStatus;
import org.opentws.keymanagement.KeyInventoryService;
import org.opentws.keymanagement.KeyLine;
import org.opentws.portal.web.PageAction;

/** The inventory of keys (KMF-b), and the devices that hold them. */
@Named("keys")
@RequestScoped
public class KeysBean {
  @Inject private KeyInventoryService inventory;
  @Inject private DeviceHealth health;
  @Inject private PageAction page;

  public List<KeyLine> getRows() {
    return page.load(inventory::keys, List.of());
  }

  public List<DeviceStatus> getDevices() {
    return health.devices();
  }
}
