package org.opentws.benchmarks.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WrkLoadTest {
  @Test
  void whatIsNotAGoodAnswerIsAnErrorAndNoRate() {
    Sample sample =
        WrkLoad.sample(
            "Running 2s test @ http://localhost:1\nMEASURED requests=1000 micros=2000000 p50=1500"
                + " p99=9000 connect=1 read=2 write=3 timeout=4 wrong=90\n");
    assertEquals(100, sample.errors());
    assertEquals(450, sample.perSecond());
    assertEquals(1.5, sample.p50Ms());
    assertEquals(9, sample.p99Ms());
  }

  @Test
  void silenceIsNotZero() {
    assertThrows(BenchFailure.class, () -> WrkLoad.sample("unable to connect to localhost:1"));
  }

  @Test
  void roomForTheNonceLiesBetweenTheTwoPartsOfTheBody() {
    PreparedRequest request =
        PreparedRequest.post("/ocsp", "application/ocsp-request", new byte[] {1, 2, 0, 0, 9}, 2, 2);
    assertEquals(
        "POST /ocsp application/ocsp-request localhost:80 0102 2 09", request.line("localhost:80"));
    assertEquals("GET /x - localhost:80 - 0 -", PreparedRequest.get("/x").line("localhost:80"));
  }
}
