package org.opentws.keymanagement.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What nodes and persons say to each other about locked tokens. */
@ApplicationScoped
public class ActivationRepository {
  @PersistenceContext(unitName = "opentws")
  EntityManager entityManager;

  /** The wish about a device, kept from everybody else until the transaction ends. */
  public Optional<DeviceActivation> lock(String device) {
    Optional<DeviceActivation> found =
        Optional.ofNullable(
            entityManager.find(DeviceActivation.class, device, LockModeType.PESSIMISTIC_WRITE));
    found.ifPresent(entityManager::refresh);
    return found;
  }

  public void add(DeviceActivation activation) {
    entityManager.persist(activation);
  }

  public List<DeviceActivation> activations() {
    return entityManager
        .createQuery("select a from DeviceActivation a order by a.device", DeviceActivation.class)
        .getResultList();
  }

  public Optional<ActivationStation> station(String station) {
    return Optional.ofNullable(entityManager.find(ActivationStation.class, station));
  }

  public void add(ActivationStation station) {
    entityManager.persist(station);
  }

  /** Stations that were alive after that moment. */
  public List<ActivationStation> stationsSince(Instant alive) {
    return entityManager
        .createQuery(
            "select s from ActivationStation s where s.seenAt >= :alive order by s.node, s.station",
            ActivationStation.class)
        .setParameter("alive", alive)
        .getResultList();
  }

  /** Removes what processes left that are gone, and shares that nobody used in time. */
  public void forget(Instant stationsBefore, Instant sharesBefore) {
    entityManager
        .createQuery("delete from ActivationStation s where s.seenAt < :before")
        .setParameter("before", stationsBefore)
        .executeUpdate();
    entityManager
        .createQuery("delete from ActivationShare s where s.givenAt < :before")
        .setParameter("before", sharesBefore)
        .executeUpdate();
  }

  public void add(ActivationShare share) {
    entityManager.persist(share);
  }

  /** Shares for a device that were given after that moment. */
  public List<ActivationShare> shares(String device, Instant since) {
    return entityManager
        .createQuery(
            "select s from ActivationShare s where s.device = :device and s.givenAt >= :since"
                + " order by s.shareNumber, s.station",
            ActivationShare.class)
        .setParameter("device", device)
        .setParameter("since", since)
        .getResultList();
  }

  /** A person takes the own share back, or gives another one. */
  public void removeOf(String device, String person) {
    entityManager
        .createQuery(
            "select s from ActivationShare s where s.device = :device and s.person = :person",
            ActivationShare.class)
        .setParameter("device", device)
        .setParameter("person", person)
        .getResultList()
        .forEach(entityManager::remove);
    entityManager.flush();
  }

  /** A station has used them. */
  public void removeFor(String device, String station) {
    entityManager
        .createQuery(
            "delete from ActivationShare s where s.device = :device and s.station = :station")
        .setParameter("device", device)
        .setParameter("station", station)
        .executeUpdate();
  }

  /** All of a device: it was locked. */
  public void removeAll(String device) {
    entityManager
        .createQuery("delete from ActivationShare s where s.device = :device")
        .setParameter("device", device)
        .executeUpdate();
  }

  public void flush() {
    entityManager.flush();
  }
}
