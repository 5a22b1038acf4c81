package org.opentws.keymanagement;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.operator.ContentSigner;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.SigningUse;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.time.TrustedTime;

/**
 * The one door to a private key (house rule 6). Every call judges anew whether the key may sign:
 * registered for this purpose, active, within its life (KM3.5), and what the device says of it is
 * right (KMF-a), and the device is approved (KM6.2). No lock is held across calls.
 */
@Singleton
@Local(KeyUse.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class KeyUseService implements KeyUse {
  @Inject RegisterView register;
  @Inject DeviceVerdicts verdicts;
  @Inject RefusalJournal refusals;
  @Inject DeviceStandings standings;
  @Inject CryptographicDevices devices;
  @Inject Takeover takeover;
  @Inject TrustedTime time;
  @Inject ThisNode node;

  @Override
  @PermitAll
  public UsableKey active(KeyPurpose purpose, String owner) {
    HeldKey held =
        register
            .active(purpose, owner)
            .orElseThrow(() -> noKey("there is no active " + purpose + " key of " + owner));
    return usable(held);
  }

  @Override
  @PermitAll
  public Optional<UsableKey> find(KeyPurpose purpose, String owner) {
    return register.active(purpose, owner).filter(this::isUsable).map(HeldKey::key);
  }

  @Override
  @PermitAll
  public byte[] sign(UsableKey key, byte[] data) {
    HeldKey held = known(key);
    return inDevice(held, device -> device.sign(held.label(), use(held), key.algorithm(), data));
  }

  @Override
  @PermitAll
  public List<byte[]> signAll(UsableKey key, List<byte[]> data) {
    HeldKey held = known(key);
    return inDevice(held, device -> device.signAll(held.label(), use(held), key.algorithm(), data));
  }

  /** What the register says of the key, if that is what the caller takes it for. */
  private HeldKey known(UsableKey key) {
    HeldKey held =
        register
            .byId(key.keyId())
            .orElseThrow(() -> noKey("key " + key.keyId() + " is not in the register"));
    // KM3.3: what the caller holds must be what the register says, purpose above all.
    if (!held.key().equals(key)) {
      refusals.refused(held, "it was asked for as another key than the register knows");
      throw noKey("key " + key.keyId() + " is not the key it was taken for");
    }
    return held;
  }

  /** Signs, if the key may now, in its device or in the replica; each is judged by itself. */
  private <T> T inDevice(HeldKey held, Function<HsmConnection, T> signing) {
    return anywhere(
        held,
        device -> {
          refuseUnlessUsable(held, device);
          return signed(held, device, signing);
        });
  }

  /** In its device, or in the replica: for a key that may be there. */
  private <T> T anywhere(HeldKey held, Function<String, T> work) {
    return held.origin() == Origin.MADE_THERE
        ? work.apply(held.token())
        : takeover.in(held.token(), work);
  }

  private <T> T signed(HeldKey held, String device, Function<HsmConnection, T> signing) {
    try {
      return devices.with(device, signing);
    } catch (IllegalArgumentException e) {
      refusals.refused(held, "the device's certificate of the key is for another purpose");
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.KEY,
          "key " + held.key().keyId() + " is not for this purpose",
          e);
    }
  }

  @Override
  @PermitAll
  public ContentSigner contentSigner(UsableKey key) {
    return new DeviceContentSigner(key.algorithm(), data -> sign(key, data));
  }

  @Override
  @PermitAll
  public ContentSigner streamingSigner(UsableKey key) {
    return HashedContentSigner.digest(key.algorithm())
        .<ContentSigner>map(
            digest -> new HashedContentSigner(key.algorithm(), digest, hash -> signHash(key, hash)))
        .orElseGet(() -> contentSigner(key));
  }

  private byte[] signHash(UsableKey key, byte[] hash) {
    HeldKey held = known(key);
    return inDevice(
        held, device -> device.sign(held.label(), use(held), HashedContentSigner.ON_A_HASH, hash));
  }

  private UsableKey usable(HeldKey held) {
    return anywhere(
        held,
        device -> {
          refuseUnlessUsable(held, device);
          return held.key();
        });
  }

  private boolean isUsable(HeldKey held) {
    try {
      return usable(held).equals(held.key());
    } catch (ServiceUnavailable e) {
      if (e.missing() == ServiceUnavailable.Cause.KEY) {
        return false;
      }
      throw e;
    }
  }

  private void refuseUnlessUsable(HeldKey held, String device) {
    Optional<String> objection = objection(held, device);
    if (objection.isPresent()) {
      throw noKey("key " + held.key().keyId() + " may not be used: " + objection.get());
    }
  }

  /** Why the key may not sign now in that device, already recorded; empty if it may. */
  private Optional<String> objection(HeldKey held, String device) {
    Optional<String> objection = foreign(held.key().purpose());
    if (objection.isEmpty()) {
      objection = held.objection(time.now());
    }
    if (objection.isEmpty()) {
      objection = standings.objectionToUse(held, device);
    }
    if (objection.isEmpty()) {
      objection = verdicts.defect(held, device);
    }
    objection.ifPresent(reason -> refusals.refused(held, reason));
    return objection;
  }

  /**
   * KM3.3: the device's adapter judges it once more, by the certificate that lies beside the key.
   */
  private static SigningUse use(HeldKey held) {
    return switch (held.key().purpose()) {
      case CERTIFICATE_SIGNING, MANAGEMENT_CERTIFICATE_SIGNING -> SigningUse.CERTIFICATES;
      case OCSP_SIGNING -> SigningUse.OCSP_RESPONSES;
      case TIME_STAMP_SIGNING -> SigningUse.TIME_STAMPS;
      case TLS_SERVER, DATABASE_CLIENT -> SigningUse.TLS;
      case AUDIT_SIGNING, MESSAGE_SEALING -> SigningUse.DATA;
    };
  }

  /** NET1.3: keys of services that run elsewhere sign nothing here. */
  private Optional<String> foreign(KeyPurpose purpose) {
    boolean own =
        switch (purpose) {
          case CERTIFICATE_SIGNING ->
              node.runs(NodeService.CERTIFICATE_GENERATION)
                  || node.runs(NodeService.REVOCATION_MANAGEMENT);
          case OCSP_SIGNING -> node.runs(NodeService.REVOCATION_STATUS);
          case TIME_STAMP_SIGNING -> node.runs(NodeService.TIME_STAMPING);
          case MANAGEMENT_CERTIFICATE_SIGNING -> node.runs(NodeService.ADMINISTRATION);
          case TLS_SERVER, DATABASE_CLIENT, AUDIT_SIGNING, MESSAGE_SEALING -> true;
        };
    return own ? Optional.empty() : Optional.of("its service does not run on this node");
  }

  private static ServiceUnavailable noKey(String detail) {
    return new ServiceUnavailable(ServiceUnavailable.Cause.KEY, detail);
  }
}
