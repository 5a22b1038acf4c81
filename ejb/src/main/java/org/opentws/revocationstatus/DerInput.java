package org.opentws.revocationstatus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads DER elements one after another, and hands every octet on to whoever hashes them. */
final class DerInput {
  private static final int CHUNK = 1 << 16;
  private static final int LONG_FORM = 0x80;
  private static final int LENGTH_OCTETS_MAX = 4;
  private static final int OCTET = 0xFF;

  /** Tag and length of an element. */
  record Header(int tag, long length) {}

  private final InputStream in;
  private OutputStream listener = OutputStream.nullOutputStream();
  private long position;

  DerInput(InputStream in) {
    this.in = in;
  }

  /** From now on whatever is read goes there too. */
  void tellTo(OutputStream hearer) {
    listener = hearer;
  }

  /** Octets read so far. */
  long position() {
    return position;
  }

  Header header() throws IOException {
    int tag = octet();
    int first = octet();
    if (first < LONG_FORM) {
      return new Header(tag, first);
    }
    int count = first - LONG_FORM;
    if (count == 0 || count > LENGTH_OCTETS_MAX) {
      throw new IOException("a length that DER does not know");
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = length << Byte.SIZE | octet();
    }
    return new Header(tag, length);
  }

  /** The header of an element that must have that tag. */
  Header header(int tag) throws IOException {
    Header header = header();
    if (header.tag() != tag) {
      throw new IOException("tag " + header.tag() + " where " + tag + " was expected");
    }
    return header;
  }

  /** The content of an element that must be a short one. */
  byte[] content(Header header) throws IOException {
    if (header.length() > CHUNK) {
      throw new IOException("an element is too long");
    }
    byte[] content = in.readNBytes((int) header.length());
    if (content.length < header.length()) {
      throw new EOFException();
    }
    told(content, content.length);
    return content;
  }

  /** A whole short element, as it was read. */
  byte[] element(Header header) throws IOException {
    return new DerWriter().element(header.tag(), content(header)).toByteArray();
  }

  void skip(long octets) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (long left = octets; left > 0; ) {
      int count = in.read(chunk, 0, (int) Math.min(left, CHUNK));
      if (count < 0) {
        throw new EOFException();
      }
      told(chunk, count);
      left -= count;
    }
  }

  /** Nothing comes after the end. */
  void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw new IOException("octets after the end");
    }
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException();
    }
    told(new byte[] {(byte) octet}, 1);
    return octet & OCTET;
  }

  private void told(byte[] octets, int count) throws IOException {
    listener.write(octets, 0, count);
    position += count;
  }
}
