package org.opentws.personaldata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonIdentityTest {
  private static PersonIdentity of(String number, String name) {
    return PersonIdentity.of(Map.of("serialNumber", number, "commonName", name));
  }

  @Test
  void passportNumberIsOnePersonWhateverTheName() {
    assertEquals(of("PASAT-7", "Ada Muster"), of("PASAT-7", "Ada Beispiel"));
    assertEquals(of("NO:NO-123", "Ada"), of("NO:NO-123", "A."));
    assertEquals(List.of("serialNumber"), of("TINDE-1", "Ada").names());
  }

  @Test
  void numberThatIsOnlyOursDoesNotMakeTwoPersonsOne() {
    assertNotEquals(of("1", "Ada Muster"), of("1", "Bob Muster"));
    assertNotEquals(of("XXXAT-1", "Ada Muster"), of("XXXAT-1", "Bob Muster"));
    assertEquals(of("1", "Ada Muster"), of("1", "Ada Muster"));
  }

  @Test
  void namesakesWithOtherNumbersAreTwo() {
    assertNotEquals(of("PASAT-7", "Ada Muster"), of("PASAT-8", "Ada Muster"));
    assertNotEquals(of("PASAT-7", "Ada Muster"), PersonIdentity.of(Map.of("commonName", "Ada")));
  }
}
