package org.opentws.registration.planted;

/** A service class for planted violations to depend on. */
public final class PlantedRegistration {}
