package org.opentws.audit;

/**
 * Whether records can be written now. If not, every audited operation fails (AA1.1e).
 *
 * @param detail one sentence for operators
 * @param sealedSize records sealed so far
 * @param signedSize records covered by a signed checkpoint
 */
public record AuditStatus(boolean writable, String detail, long sealedSize, long signedSize) {}
