package org.opentws.value;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A look at the outer form of an encoded object before any parser sees it: one element of definite
 * lengths that fills the input exactly, nested no deeper than allowed. What passes cannot make a
 * recursive parser exhaust its stack, and carries nothing behind its end.
 */
public final class DerStructure {
  private static final int CONSTRUCTED = 0x20;
  private static final int HIGH_TAG = 0x1F;

  private DerStructure() {}

  /** Whether the octets have that form. */
  public static boolean isSound(byte[] octets, int maxDepth) {
    Deque<Integer> ends = new ArrayDeque<>();
    ends.push(octets.length);
    int at = 0;
    boolean first = true;
    while (at < octets.length) {
      while (at == ends.element()) {
        ends.pop();
      }
      // Only one outermost element: a second one would start beside it.
      if (ends.size() == 1 && !first) {
        return false;
      }
      first = false;
      boolean constructed = (octets[at] & CONSTRUCTED) != 0;
      int content = contentStart(octets, at);
      int end = content < 0 ? -1 : contentEnd(octets, at, content);
      if (end < 0 || end > ends.element()) {
        return false;
      }
      if (constructed) {
        ends.push(end);
        if (ends.size() > maxDepth + 1) {
          return false;
        }
      }
      at = constructed ? content : end;
    }
    return !first;
  }

  /** Where the content of the element begins, or -1. */
  private static int contentStart(byte[] octets, int at) {
    if ((octets[at] & HIGH_TAG) == HIGH_TAG || at + 1 >= octets.length) {
      return -1; // no structure of ours has a tag above 30
    }
    int length = octets[at + 1] & 0xFF;
    if (length < 0x80) {
      return at + 2;
    }
    int lengthOctets = length & 0x7F;
    if (lengthOctets == 0 || lengthOctets > 3 || at + 2 + lengthOctets > octets.length) {
      return -1; // indefinite, or larger than anything we accept
    }
    return at + 2 + lengthOctets;
  }

  /** Where the content ends (exclusive), or -1. */
  private static int contentEnd(byte[] octets, int at, int content) {
    int length = octets[at + 1] & 0xFF;
    if (length >= 0x80) {
      length = 0;
      for (int i = at + 2; i < content; i++) {
        length = (length << 8) | (octets[i] & 0xFF);
      }
    }
    int end = content + length;
    return end > octets.length ? -1 : end;
  }
}
