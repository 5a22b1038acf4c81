package org.opentws.tools.ceremony;

import java.util.Map;

/** What a step does. */
interface CeremonyAction {
  /**
   * @return facts for the report: names, digests, paths; never a secret
   * @throws CeremonyFailure what went wrong, in words
   */
  Map<String, Object> perform(Ceremony ceremony, StepParameters with) throws Exception;
}
