package org.opentws.archive;

/**
 * A line of the manifest.
 *
 * @param sha256 lower-case hex
 * @param records lines, certificates or whatever the file is made of
 */
public record PackedFile(String name, String sha256, long octets, long records) {}
