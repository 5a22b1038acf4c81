package org.opentws.dualcontrol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;

class DualControlConfigurationTest {
  /** DESTROY_KEY, of which the type itself wants two. */
  private static final OperationHandler OF_TWO =
      new OperationHandler() {
        @Override
        public String type() {
          return "DESTROY_KEY";
        }

        @Override
        public int approvalsMin() {
          return 2;
        }

        @Override
        public String describe(Map<String, String> parameters) {
          return "";
        }

        @Override
        public Map<String, String> execute(
            Map<String, String> parameters, Caller requester, Caller approver) {
          return Map.of();
        }
      };

  private static int approvals(String configured) {
    DualControlConfiguration configuration = new DualControlConfiguration();
    configuration.approvals = Optional.of(configured);
    return configuration.approvals(OF_TWO);
  }

  @Test
  void numbersGoUpwardsOnly() {
    DualControlConfiguration none = new DualControlConfiguration();
    none.approvals = Optional.empty();
    assertEquals(2, none.approvals(OF_TWO));
    assertEquals(2, approvals("DESTROY_KEY:1"));
    assertEquals(3, approvals("RESTORE_KEY:9 DESTROY_KEY:3"));
    assertEquals(2, approvals("RESTORE_KEY:9, GENERATE_KEY:2"));
  }

  @Test
  void whatIsNotUnderstoodStopsTheStart() {
    for (String wrong :
        List.of("", "DESTROY_KEY", "DESTROY_KEY:0", "DESTROY_KEY:10", "DESTROY:2", "a:b:c")) {
      assertThrows(IllegalStateException.class, () -> DualControlConfiguration.parse(wrong), wrong);
    }
  }
}
