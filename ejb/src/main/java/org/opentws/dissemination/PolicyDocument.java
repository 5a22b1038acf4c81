package org.opentws.dissemination;

import java.time.LocalDate;
import org.opentws.value.Der;

/**
 * One version of a policy document.
 *
 * @param oid of the policy, or of the document
 * @param name short name for URLs, equal to the OID if it has none
 * @param kind CP, CPS, PDS or terms
 * @param validFrom the day from which it applies
 * @param text HTML, UTF-8
 */
public record PolicyDocument(
    String oid,
    String name,
    String kind,
    String version,
    String title,
    LocalDate validFrom,
    Der text) {}
