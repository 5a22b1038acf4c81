package org.opentws.benchmarks.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.audit.CheckpointSignature;
import org.opentws.audit.CheckpointSigner;
import org.opentws.benchmarks.frame.BenchFailure;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Database;
import org.opentws.benchmarks.frame.DeviceRate;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.value.Der;

/** The system's audit key in the system's device: what it signs verifies as the log does. */
record AuditKey(TokenAccess token, String label, Der certificate) implements CheckpointSigner {
  private static final String ACTIVE =
      "select token, label, certificate from signing_key"
          + " where purpose = 'AUDIT_SIGNING' and state = 'ACTIVE'";

  static AuditKey open(BenchSystem system) throws SQLException, IOException {
    try (Connection connection = Database.connect(system);
        Statement statement = connection.createStatement();
        ResultSet key = statement.executeQuery(ACTIVE)) {
      if (!key.next()) {
        throw new BenchFailure("the system has no audit key");
      }
      String token = key.getString(1);
      return new AuditKey(
          DeviceRate.open(
              Path.of(system.text("tokens", token, "library")),
              token,
              Path.of(system.text("tokens", token, "pinFile")),
              2),
          key.getString(2),
          Der.of(key.getBytes(3)));
    }
  }

  @Override
  public Optional<CheckpointSignature> sign(Der text) {
    try {
      byte[] key =
          new X509CertificateHolder(certificate.octets()).getSubjectPublicKeyInfo().getEncoded();
      byte[] signature = token.sign(label, SigningUse.DATA, "SHA256withECDSA", text.octets());
      return Optional.of(new CheckpointSignature(Der.of(signature), certificate, Der.of(key)));
    } catch (IOException e) {
      throw new BenchFailure("the audit key's certificate cannot be read", e);
    }
  }
}
