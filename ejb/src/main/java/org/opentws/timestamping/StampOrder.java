package org.opentws.timestamping;

import java.util.function.Consumer;
import org.bouncycastle.tsp.TimeStampRequest;
import org.opentws.timestamping.store.ArchivedTimeStamp;

/**
 * A request that was read and waits for its token.
 *
 * @param client who asked, for the archive
 * @param stamped takes the token
 * @param failed takes the reason why there is none; exactly one of the two is called, once
 */
record StampOrder(
    TimeStampingUnit unit,
    TimeStampRequest request,
    String client,
    Consumer<ArchivedTimeStamp> stamped,
    Consumer<RuntimeException> failed) {}
