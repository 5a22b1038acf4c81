package org.opentws.idempotency.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.opentws.error.web.JsonBody;
import org.opentws.error.web.Problem;

/** Holds the answer's body back until it has been stored. */
final class BufferedResponse extends HttpServletResponseWrapper {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Body stream = new Body();
  private final PrintWriter writer = new PrintWriter(body, false, StandardCharsets.UTF_8);

  BufferedResponse(HttpServletResponse response) {
    super(response);
  }

  byte[] body() {
    writer.flush();
    return body.toByteArray();
  }

  /** Lets the answer go. */
  void send() throws IOException {
    HttpServletResponse real = (HttpServletResponse) getResponse();
    byte[] octets = body();
    if (octets.length > 0) {
      real.setContentLength(octets.length);
      real.getOutputStream().write(octets);
    }
    real.flushBuffer();
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return stream;
  }

  @Override
  public PrintWriter getWriter() {
    return writer;
  }

  @Override
  public void flushBuffer() {
    writer.flush();
  }

  @Override
  public boolean isCommitted() {
    return false;
  }

  @Override
  public void reset() {
    super.reset();
    body.reset();
  }

  @Override
  public void resetBuffer() {
    body.reset();
  }

  @Override
  public void sendError(int status) {
    resetBuffer();
    setStatus(status);
    setContentType(Problem.MEDIA_TYPE);
    body.writeBytes(JsonBody.write(Problem.ofStatus(status)));
  }

  /** The message, which the container words, is for nobody outside. */
  @Override
  public void sendError(int status, String message) {
    sendError(status);
  }

  @Override
  public void setContentLength(int length) {
    // Known only when the body is complete.
  }

  @Override
  public void setContentLengthLong(long length) {
    // Known only when the body is complete.
  }

  private final class Body extends ServletOutputStream {
    @Override
    public void write(int octet) {
      body.write(octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      body.write(octets, offset, length);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("a REST write is answered on its own thread");
    }
  }
}
