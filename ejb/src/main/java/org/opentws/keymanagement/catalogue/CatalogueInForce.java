package org.opentws.keymanagement.catalogue;

import java.util.Optional;
import org.opentws.keymanagement.store.SealedCatalogue;

/**
 * What is in force.
 *
 * @param document its text
 * @param row where it stands; empty for the one that was shipped
 */
public record CatalogueInForce(
    AlgorithmCatalogue catalogue, String document, Optional<SealedCatalogue> row) {}
