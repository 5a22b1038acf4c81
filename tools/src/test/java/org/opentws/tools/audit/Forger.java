package org.opentws.tools.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.format.KeyBloom;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.RecordPlace;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.store.LeafKind;
import org.opentws.tools.database.RealPostgres;

/** A database superuser who knows the format of the log and writes rows that look genuine. */
final class Forger {
  private final RealPostgres postgres;

  Forger(RealPostgres postgres) {
    this.postgres = postgres;
  }

  /** An epoch of a node that does not exist, with a start and one more record. */
  long epoch(String node, Instant at) throws SQLException {
    EpochKey key = new EpochKey(new byte[EpochKey.OCTETS]);
    try (Connection connection = postgres.as("postgres").getConnection()) {
      long epoch = writer(connection, node, key, at);
      Map<String, String> details =
          Map.of(
              "epoch", Long.toString(epoch),
              "keyCommitment", HexFormat.of().formatHex(key.commitment()),
              "previousEnd", "none");
      segment(
          connection,
          key,
          epoch,
          List.of(
              content(at, AuditEventType.AUDIT_STARTED, node, "audit", details),
              content(at, AuditEventType.LOGIN, node, "security-officer-1", Map.of())));
      return epoch;
    }
  }

  private static long writer(Connection connection, String node, EpochKey key, Instant at)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_writer (node, key_commitment, started_at) values (?, ?, ?)"
                + " returning epoch")) {
      insert.setString(1, node);
      insert.setBytes(2, key.commitment());
      insert.setTimestamp(3, Timestamp.from(at));
      try (ResultSet result = insert.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  private static RecordContent content(
      Instant at, AuditEventType type, String node, String actor, Map<String, String> details) {
    return new RecordContent(
        Instant.ofEpochMilli(at.toEpochMilli()),
        1,
        type.code(),
        1,
        node,
        actor,
        "node:" + node,
        new TreeMap<>(details));
  }

  private static void segment(
      Connection connection, EpochKey key, long epoch, List<RecordContent> contents)
      throws SQLException {
    MerkleHash hash = new MerkleHash();
    List<byte[]> entries = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    byte[] leaves = new byte[contents.size() * MerkleHash.LENGTH];
    for (int i = 0; i < contents.size(); i++) {
      RecordContent content = contents.get(i);
      byte[] entry =
          EncodedRecord.encode(
              new RecordPlace(LeafKind.SEGMENT, epoch, 1, i), EncodedRecord.encodeContent(content));
      entries.add(entry);
      System.arraycopy(hash.leaf(entry), 0, leaves, i * MerkleHash.LENGTH, MerkleHash.LENGTH);
      keys.add(KeyBloom.actorKey(content.actor()));
      keys.add(KeyBloom.objectKey(content.object()));
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_segment (epoch, seq, n, first_at, last_at, types, bloom, mac, data)"
                + " values (?, 1, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, epoch);
      insert.setInt(2, contents.size());
      insert.setTimestamp(3, Timestamp.from(contents.get(0).at()));
      insert.setTimestamp(4, Timestamp.from(contents.get(0).at()));
      insert.setArray(
          5,
          connection.createArrayOf(
              "int4", contents.stream().map(RecordContent::type).sorted().toArray()));
      insert.setBytes(6, KeyBloom.over(keys.stream().distinct().toList()));
      insert.setBytes(7, key.segment(new byte[0], leaves));
      insert.setBytes(8, EntryBundle.pack(entries));
      insert.executeUpdate();
    }
  }

  /**
   * A business record in the name of a running epoch, with a place in the log and a checkpoint over
   * it, as the sealer of another node would write them.
   */
  void sealedRecord(long epoch, long number, String node, Instant at) throws SQLException {
    RecordContent content = content(at, AuditEventType.LOGIN, node, "security-officer-1", Map.of());
    byte[] entry =
        EncodedRecord.encode(
            new RecordPlace(LeafKind.RECORD, epoch, number, 0),
            EncodedRecord.encodeContent(content));
    byte[] leaf = new MerkleHash().leaf(entry);
    try (Connection connection = postgres.as("postgres").getConnection()) {
      connection.setAutoCommit(false);
      // The sealer's own lock: for this moment the forger is the one node that seals.
      call(connection, "select pg_advisory_xact_lock(" + 0x4f5457534c4f4731L + ")");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into audit_record (epoch, seq, at, type, outcome, actor, object, enc, mac)"
                  + " values (?, ?, ?, ?, 1, ?, ?, ?, ?)")) {
        insert.setLong(1, epoch);
        insert.setLong(2, number);
        insert.setTimestamp(3, Timestamp.from(content.at()));
        insert.setInt(4, content.type());
        insert.setString(5, content.actor());
        insert.setString(6, content.object());
        insert.setBytes(7, entry);
        insert.setBytes(8, new MerkleHash().leaf(leaf));
        insert.executeUpdate();
      }
      seal(connection, epoch, number, leaf, at);
      connection.commit();
    }
  }

  private static void seal(Connection connection, long epoch, long number, byte[] leaf, Instant at)
      throws SQLException {
    List<byte[]> full = new ArrayList<>();
    TreeEdge edge = new TreeEdge();
    try (PreparedStatement select =
            connection.prepareStatement("select leaves from audit_sealed order by first");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        byte[] leaves = rows.getBytes(1);
        for (int i = 0; i < leaves.length; i += MerkleHash.LENGTH) {
          edge.append(
              java.util.Arrays.copyOfRange(leaves, i, i + MerkleHash.LENGTH), (l, n, h) -> {});
        }
      }
    }
    long first = edge.size();
    edge.append(leaf, (level, index, hashes) -> full.add(hashes));
    if (!full.isEmpty()) {
      throw new SQLException("a tile would be full: forge again after the next record");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_sealed (first, n, kind, epoch, seq, xid, leaves)"
                + " values (?, 1, 2, ?, ?, pg_current_xact_id(), ?)")) {
      insert.setLong(1, first);
      insert.setLong(2, epoch);
      insert.setLong(3, number);
      insert.setBytes(4, leaf);
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_checkpoint (size, root, low, at)"
                + " select ?, ?, max(low), ? from audit_checkpoint")) {
      insert.setLong(1, edge.size());
      insert.setBytes(2, edge.root());
      insert.setTimestamp(3, Timestamp.from(at));
      insert.executeUpdate();
    }
  }

  private static void call(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }
}
