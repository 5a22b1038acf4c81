package org.opentws.keymanagement.catalogue;

/** CDI event: two persons changed the catalogue. Counts once their transaction has committed. */
public record AlgorithmCatalogueChanged(int version) {}
