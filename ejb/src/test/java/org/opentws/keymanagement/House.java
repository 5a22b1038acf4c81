package org.opentws.keymanagement;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.access.store.Role;
import org.opentws.keymanagement.approval.ApprovalSamples;
import org.opentws.keymanagement.approval.DeviceApprovals;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.catalogue.CatalogueRows;
import org.opentws.keymanagement.catalogue.CatalogueSamples;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.node.NodeKind;
import org.opentws.node.ThisNode;
import org.opentws.random.Randomness;
import org.opentws.value.Der;

/** Key management, put together from its real parts and fakes around them. */
final class House {
  static final Caller FIRST =
      new Caller("security-officer-1", "Ada", Set.of(Role.SECURITY_OFFICER));
  static final Caller SECOND =
      new Caller("security-officer-2", "Bob", Set.of(Role.SECURITY_OFFICER));

  final Fakes.Register register = new Fakes.Register();
  final Fakes.Devices devices = new Fakes.Devices();
  final Fakes.Time time = new Fakes.Time();
  final FakeAudit audit = new FakeAudit();
  final TestCa generation = new TestCa("CN=Generation", time::now);
  final CatalogueRows catalogueRows = new CatalogueRows();
  final AlgorithmCatalogues catalogues = CatalogueSamples.of(catalogueRows, audit);
  final KeyCertificateLife life = purpose -> time.now().plus(Duration.ofDays(365));
  final RegisterView view = new RegisterView();
  final FakeEvents<KeyRegisterChanged> changed = new FakeEvents<>(view::changed);
  final Map<String, Der> lists = new HashMap<>();
  final FakeEvents<OfflineCaImported> imported =
      new FakeEvents<>(event -> lists.put(event.ca(), event.crl()));
  final RevokedCas revoked = new RevokedCas();
  final KeyUseService use = new KeyUseService();
  final DeviceReconciliation reconciliation = new DeviceReconciliation();
  final DeviceApprovals approvals = ApprovalSamples.testMode();
  final DeviceStandings standings = new DeviceStandings();
  final DeviceBoard board = new DeviceBoard();
  final DeviceVerdicts verdicts = new DeviceVerdicts();
  final Takeover takeover = new Takeover();
  final ReplicaCopies copies = new ReplicaCopies();
  final ReplicaBoard replicas = new ReplicaBoard();
  final ReplicateKeyOperation replicate = new ReplicateKeyOperation();
  final RefusalJournal refusals = new RefusalJournal();
  final KeyWatch watch = new KeyWatch();
  final GenerateKeyOperation generate = new GenerateKeyOperation();
  final ImportCaCertificateOperation importCa = new ImportCaCertificateOperation();
  final ImportCaCrlOperation importCrl = new ImportCaCrlOperation();
  final DeactivateKeyOperation deactivate = new DeactivateKeyOperation();
  final ActivateKeyOperation activate = new ActivateKeyOperation();
  final FakeBackups backups = new FakeBackups();
  final BackupKeyOperation backup = new BackupKeyOperation();
  final RestoreKeyOperation restore = new RestoreKeyOperation();
  final CompromiseKeyOperation compromise = new CompromiseKeyOperation();
  final DestroyKeyOperation destroy = new DestroyKeyOperation();
  final KeyBinding binding = new KeyBinding();
  final KeyRollOver rollOver = new KeyRollOver();
  final InstallationKeys installation = new InstallationKeys();
  private final KeyJournal journal = new KeyJournal();
  private final KeyMaker maker = new KeyMaker();
  private final KeyLabels labels = new KeyLabels();
  private final KeyGeneration keys = new KeyGeneration();
  private final Randomness randomness = new Randomness();

  House() {
    view.register = register;
    view.time = time;
    view.catalogues = catalogues;
    verdicts.devices = devices;
    refusals.audit = audit;
    refusals.time = time;
    journal.audit = audit;
    labels.register = register;
    labels.devices = devices;
    reconciliation.register = register;
    reconciliation.devices = devices;
    standings.devices = devices;
    standings.approvals = approvals;
    standings.audit = audit;
    standings.time = time;
    wireUse();
    wireWatch();
    wireOperations();
    wireBackup();
    wireReplicas();
  }

  private void wireUse() {
    use.node = new ThisNode(NodeKind.ALL);
    use.register = view;
    use.verdicts = verdicts;
    use.refusals = refusals;
    use.standings = standings;
    use.devices = devices;
    use.time = time;
    binding.register = register;
    binding.devices = devices;
    binding.standings = standings;
    binding.journal = journal;
    binding.time = time;
    binding.changed = changed;
  }

  private void wireWatch() {
    board.devices = devices;
    board.reconciliation = reconciliation;
    board.standings = standings;
    board.audit = audit;
    board.time = time;
    watch.register = view;
    watch.board = board;
    watch.standings = standings;
    watch.verdicts = verdicts;
    watch.refusals = refusals;
    watch.devices = devices;
  }

  private void wireOperations() {
    generate.register = register;
    maker.devices = devices;
    maker.standings = standings;
    maker.catalogues = catalogues;
    maker.life = life;
    maker.time = time;
    generate.maker = maker;
    generate.certifier = generation;
    generate.binding = binding;
    generate.generation = keys;
    keys.register = register;
    keys.maker = maker;
    keys.journal = journal;
    keys.labels = labels;
    keys.randomness = randomness;
    keys.time = time;
    importCa.register = register;
    importCa.binding = binding;
    importCa.journal = journal;
    importCa.revoked = revoked;
    revoked.register = register;
    revoked.lists = ca -> Optional.ofNullable(lists.get(ca));
    revoked.journal = journal;
    revoked.time = time;
    revoked.changed = changed;
    importCa.imported = imported;
    importCa.randomness = randomness;
    importCa.catalogues = catalogues;
    importCa.time = time;
    importCrl.register = register;
    importCrl.revoked = revoked;
    importCrl.imported = imported;
    importCrl.time = time;
    rollOver.register = register;
    rollOver.devices = devices;
    rollOver.certifier = generation;
    rollOver.binding = binding;
    rollOver.generation = keys;
    rollOver.maker = maker;
    rollOver.journal = journal;
    rollOver.time = time;
    installation.standings = standings;
    installation.register = register;
    installation.devices = devices;
    installation.journal = journal;
    installation.changed = changed;
    deactivate.register = register;
    deactivate.journal = journal;
    deactivate.time = time;
    deactivate.changed = changed;
    activate.standings = standings;
    activate.register = register;
    activate.journal = journal;
    activate.revoked = revoked;
    activate.time = time;
    activate.changed = changed;
    compromise.register = register;
    compromise.journal = journal;
    compromise.time = time;
    compromise.changed = changed;
    destroy.register = register;
    destroy.devices = devices;
    destroy.journal = journal;
    destroy.reconciliation = reconciliation;
    destroy.changed = changed;
    destroy.time = time;
  }

  private void wireBackup() {
    backup.register = register;
    backup.backups = backups;
    backup.devices = devices;
    backup.journal = journal;
    backup.randomness = randomness;
    backup.time = time;
    restore.register = register;
    restore.backups = backups;
    restore.devices = devices;
    restore.standings = standings;
    restore.journal = journal;
    restore.time = time;
    restore.changed = changed;
    destroy.backups = backups;
  }

  private void wireReplicas() {
    takeover.devices = devices;
    use.takeover = takeover;
    board.takeover = takeover;
    copies.devices = devices;
    copies.standings = standings;
    copies.verdicts = verdicts;
    copies.known = new FakeReplicas();
    copies.time = time;
    destroy.copies = copies;
    binding.replicas = copies;
    keys.replicas = copies;
    replicas.devices = devices;
    replicas.audit = audit;
    watch.replicas = replicas;
    replicate.register = register;
    replicate.copies = copies;
    replicate.journal = journal;
  }

  /** Parameters of GENERATE_KEY in the device that suits the purpose. */
  static Map<String, String> order(KeyPurpose purpose, String owner) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("purpose", purpose.name());
    parameters.put("owner", owner);
    parameters.put("token", CryptographicDevices.tokenFor(purpose));
    parameters.put("algorithm", "EC:secp256r1");
    return parameters;
  }

  Map<String, String> generate(KeyPurpose purpose, String owner) {
    return generate.execute(order(purpose, owner), FIRST, SECOND);
  }

  SigningKey key(Map<String, String> result) {
    return register.find(String.valueOf(result.get("keyId"))).orElseThrow();
  }
}
