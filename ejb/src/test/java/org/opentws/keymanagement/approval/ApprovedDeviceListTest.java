package org.opentws.keymanagement.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.hsm.DeviceFacts;
import org.opentws.keymanagement.store.KeyPurpose;

class ApprovedDeviceListTest {
  private static final String LINE =
      ApprovalSamples.line("Maker", "Box 5", "2031-05-01", "OCSP_SIGNING", "TIME_STAMP_SIGNING");

  private static List<ApprovedDevice> parse(String text) {
    return ApprovedDeviceList.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void eachFieldIsRead() {
    ApprovedDevice device = parse("[" + LINE + "]").get(0);
    assertEquals("Maker", device.manufacturer());
    assertEquals("Box 5", device.model());
    assertEquals(
        new Evaluation("EUCC", "EUCC-1", LocalDate.parse("2031-05-01")), device.evaluation());
    assertEquals(Set.of(KeyPurpose.OCSP_SIGNING, KeyPurpose.TIME_STAMP_SIGNING), device.purposes());
  }

  @ParameterizedTest
  @CsvSource({
    "Maker,Box 5,3.7,true",
    "Maker,Box 5,3.70,true",
    "Maker,Box 5,4.0,false",
    "Maker,Box 5,13.7,false",
    "Maker,Box 55,3.7,false",
    "maker,Box 5,3.7,false",
    "'',Box 5,3.7,false"
  })
  void lineIsAboutTheEvaluatedDeviceAndNoOther(
      String maker, String model, String firmware, boolean same) {
    ApprovedDevice device = parse("[" + LINE + "]").get(0);
    assertEquals(
        same, device.isAbout(new DeviceFacts("tsp", maker, model, "4711", firmware, false)));
  }

  @Test
  void serialNumberMayBeNamed() {
    ApprovedDevice device = parse("[" + LINE.replace("any", "47[0-9]{2}") + "]").get(0);
    assertTrue(device.isAbout(new DeviceFacts("tsp", "Maker", "Box 5", "4711", "3.1", false)));
    assertFalse(device.isAbout(new DeviceFacts("tsp", "Maker", "Box 5", "14711", "3.1", false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[] []",
        "[1]",
        "[{}]",
        "[{\"manufacturer\": \"M\", \"manufacturer\": \"N\"}]"
      })
  void textThatIsNoListIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "2031-05-01,2031-02-30",
    "2031-05-01,soon",
    "OCSP_SIGNING,ANYTHING",
    "3[.][0-9]+,3[",
    "EUCC-1,' '",
    "scheme,schema",
    "firmware,firmwares"
  })
  void lineThatIsNotUnderstoodToTheLastWordRefusesTheWholeList(String right, String wrong) {
    String text = "[" + LINE + ", " + LINE.replace(right, wrong) + "]";
    assertThrows(IllegalArgumentException.class, () -> parse(text));
  }

  @Test
  void modeIsOneOfTwoWords() {
    assertEquals(OperatingMode.PRODUCTION, OperatingMode.named("production"));
    assertEquals(OperatingMode.TEST, OperatingMode.named(" test "));
    assertThrows(IllegalArgumentException.class, () -> OperatingMode.named("demo"));
    assertThrows(IllegalArgumentException.class, () -> OperatingMode.named(""));
  }
}
