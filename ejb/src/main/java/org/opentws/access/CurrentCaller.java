package org.opentws.access;

/** The caller of the request being served; injectable everywhere. */
public interface CurrentCaller {
  Caller get();
}
