package org.opentws.tools.demo;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/** Tells people what happens: one line for each step, with the seconds it took. */
final class Progress {
  private static final int WIDTH = 62;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PrintStream out;

  Progress(PrintStream out) {
    this.out = out;
  }

  void heading(String text) {
    out.println(text);
  }

  void note(String text) {
    out.println("      " + text);
  }

  <T> T step(String title, Callable<T> work) throws Exception {
    long begin = System.nanoTime();
    out.print("  " + title + " ".repeat(Math.max(1, WIDTH - title.length())));
    out.flush();
    boolean done = false;
    try {
      T result = work.call();
      done = true;
      return result;
    } finally {
      out.println(
          done ? "%6.1f s".formatted((System.nanoTime() - begin) / NANOS_PER_SECOND) : "failed");
    }
  }
}
