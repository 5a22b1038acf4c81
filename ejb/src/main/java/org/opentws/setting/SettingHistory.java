package org.opentws.setting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.RecordedVersions;
import org.opentws.setting.store.SettingRepository;

/** What the audit log says of settings: nothing is taken back there unnoticed. */
@ApplicationScoped
public class SettingHistory {
  @Inject SettingRepository repository;

  /** The version that the newest change made; empty if no change is recorded. */
  Optional<Integer> newestVersion(Setting setting) {
    return RecordedVersions.highest(
        repository.records(setting.object(), AuditEventType.SETTING_CHANGED.code()));
  }
}
