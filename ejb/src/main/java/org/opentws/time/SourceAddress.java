package org.opentws.time;

/**
 * Where a time source is asked.
 *
 * @param host of an NTP server or of a local chronyd; the path of its socket if it begins with /
 * @param chrony whether chronyd is asked what it knows, instead of an NTP server for the time
 */
record SourceAddress(String host, int port, boolean chrony) {
  private static final int NTP_PORT = 123;
  private static final int CHRONY_PORT = 323;
  private static final String CHRONY = "chrony:";

  /**
   * {@code host}, {@code host:port}, {@code chrony:host:port} or {@code chrony:/path/of/socket}.
   *
   * @throws IllegalArgumentException naming the setting
   */
  static SourceAddress parse(String item) {
    boolean chrony = item.startsWith(CHRONY);
    String place = chrony ? item.substring(CHRONY.length()) : item;
    int colon = place.lastIndexOf(':');
    if (place.startsWith("/") || colon <= 0) {
      return new SourceAddress(place, chrony ? CHRONY_PORT : NTP_PORT, chrony);
    }
    try {
      int port = Integer.parseInt(place.substring(colon + 1));
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("opentws.time.sources: no port " + port);
      }
      return new SourceAddress(place.substring(0, colon), port, chrony);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("opentws.time.sources: not host:port: " + item, e);
    }
  }

  boolean isSocket() {
    return host.startsWith("/");
  }

  /** As it stands in the configuration: the source's name. */
  @Override
  public String toString() {
    return (chrony ? CHRONY : "") + (isSocket() ? host : host + ":" + port);
  }
}
