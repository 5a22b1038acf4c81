package org.opentws.keymanagement;

/** Whether the replica of a key's device holds the key, as this node last saw it. */
public enum ReplicaState {
  /** It takes over. */
  HELD,
  /** The key was made never to leave its device. */
  NEVER_LEAVES,
  /** It is to be taken there: REPLICATE_KEY. */
  MISSING,
  /** What lies there under its label is not used (KMF-a). */
  REFUSED,
  /** The replica is away, or locked. */
  UNKNOWN
}
