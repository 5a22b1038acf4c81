package org.opentws.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeKindTest {
  private static Set<NodeService> servicesOf(NodeKind kind) {
    Set<NodeService> services = EnumSet.allOf(NodeService.class);
    services.removeIf(service -> !kind.runs(service));
    return services;
  }

  @Test
  void everythingRunsWhereNothingIsSaid() {
    assertEquals(EnumSet.allOf(NodeService.class), servicesOf(NodeKind.ALL));
  }

  @Test
  void timeStampingAuthorityKnowsNoCertificates() {
    assertTrue(NodeKind.TSA.runs(NodeService.TIME_STAMPING));
    assertFalse(NodeKind.TSA.runs(NodeService.REGISTRATION));
    assertFalse(NodeKind.TSA.runs(NodeService.CERTIFICATE_GENERATION));
    assertFalse(NodeKind.TSA.runs(NodeService.REVOCATION_MANAGEMENT));
    assertFalse(NodeKind.TSA.runs(NodeService.REVOCATION_STATUS));
  }

  @Test
  void frontHasNoOfficersAndIssuesNothing() {
    assertFalse(NodeKind.FRONT.runs(NodeService.ADMINISTRATION));
    assertFalse(NodeKind.FRONT.runs(NodeService.CERTIFICATE_GENERATION));
    assertTrue(NodeKind.FRONT.runs(NodeService.REVOCATION_STATUS));
  }

  @Test
  void unknownKindStopsTheStart() {
    assertThrows(IllegalArgumentException.class, () -> NodeKind.named("tsu"));
    assertEquals(NodeKind.TSA, NodeKind.named("tsa"));
  }
}
