package org.opentws.revocationmanagement;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentSigner;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.store.CrlOctets;

/**
 * A CRL in the making, of any size: its entries go to a {@link Scratch}, and what comes before and
 * after them is made when their length is known.
 */
final class CrlFile implements CrlOctets, AutoCloseable {
  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final int EXTENSIONS = 0xA0;
  private static final byte[] VERSION_2 = {0x02, 1, 1};

  private final Scratch scratch = new Scratch();
  private final CrlEntries entries;
  private long length;
  private long count;
  private byte[] before = {};
  private byte[] after = {};

  /** For the list of an authority, which will sign it. */
  CrlFile(CrlAuthority authority) {
    entries = new CrlEntries(authority.certificateIssuer());
  }

  /**
   * Entries come in the order of their serial numbers, so that the octets depend on nothing else.
   */
  void add(CertificateStatus row) {
    byte[] entry = entries.encoded(row);
    try {
      scratch.write(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    length += entry.length;
    count++;
  }

  /** How many entries there are. */
  long count() {
    return count;
  }

  /** Adds what is missing and signs all of it. */
  void sign(CrlHead head, CrlAuthority authority, ContentSigner signer) {
    try {
      byte[] algorithm = signer.getAlgorithmIdentifier().getEncoded();
      byte[] beginning = beginning(head, authority.ofSigner(), algorithm);
      byte[] extensions =
          wrapped(EXTENSIONS, head.extensions(authority.ofSigner(), authority.ofCa()));
      byte[] toBeSigned =
          joined(header(SEQUENCE, beginning.length + length + extensions.length), beginning);
      OutputStream signed = signer.getOutputStream();
      signed.write(toBeSigned);
      try (InputStream listed = scratch.open()) {
        listed.transferTo(signed);
      }
      signed.write(extensions);
      signed.close();
      byte[] signature = wrapped(BIT_STRING, joined(new byte[1], signer.getSignature()));
      after = joined(extensions, algorithm, signature);
      before = joined(header(SEQUENCE, toBeSigned.length + length + after.length), toBeSigned);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the version to the header around the entries, which stands only if there are some. */
  private byte[] beginning(CrlHead head, X509CertificateHolder signer, byte[] algorithm)
      throws IOException {
    return joined(
        VERSION_2,
        algorithm,
        signer.getSubject().getEncoded(),
        CrlTime.element(head.thisUpdate()),
        CrlTime.element(head.nextUpdate()),
        length == 0 ? new byte[0] : header(SEQUENCE, length));
  }

  @Override
  public InputStream open() throws IOException {
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                new ByteArrayInputStream(before),
                scratch.open(),
                new ByteArrayInputStream(after))));
  }

  private static byte[] header(int tag, long contentLength) {
    return new DerBackwards().headerOf(tag, contentLength).toByteArray();
  }

  private static byte[] wrapped(int tag, byte[] content) {
    return joined(header(tag, content.length), content);
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      joined.writeBytes(piece);
    }
    return joined.toByteArray();
  }

  @Override
  public void close() {
    scratch.close();
  }
}
