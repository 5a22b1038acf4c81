package org.opentws.conformance;

/**
 * One testable sentence of CEN/TS 419261:2015.
 *
 * @param level SHALL, SHOULD, MAY, SHALL NOT, ... or STATEMENT
 * @param carriedBy who meets it: software, deployment (configuration and surroundings) or
 *     organisation (people and procedures)
 * @param meaning the sentence in our own words
 */
public record Atom(
    String id, String clause, String service, String level, String carriedBy, String meaning) {
  boolean isForTheOperator() {
    return carriedBy.equals("organisation");
  }
}
