package org.opentws.conformance;

/**
 * One testable sentence of CEN/TS 419261:2015.
 *
 * @param level SHALL, SHOULD, MAY, SHALL NOT, ... or STATEMENT
 * @param meaning the sentence in our own words
 */
public record Atom(
    String id, String clause, String service, String level, Carrier carriedBy, String meaning) {
  boolean isForTheOperatorAlone() {
    return carriedBy == Carrier.ORGANISATION;
  }
}
