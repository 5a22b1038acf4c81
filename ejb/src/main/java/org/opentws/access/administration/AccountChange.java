package org.opentws.access.administration;

import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import org.opentws.access.store.User;

/**
 * A change of one account, allowed at this moment.
 *
 * @param words what will happen, for the persons who agree to it
 * @param details for the record and the operation's result
 * @param effect what is done, and when
 */
record AccountChange(String words, Map<String, String> details, BiConsumer<User, Instant> effect) {}
