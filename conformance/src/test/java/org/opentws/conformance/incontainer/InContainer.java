package org.opentws.conformance.incontainer;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class whose tests run inside of the server, beside the application's own beans. */
@Tag("incontainer")
@ExtendWith(ArquillianExtension.class)
abstract class InContainer {

  @Deployment
  static EnterpriseArchive application() {
    return ApplicationUnderTest.archive();
  }
}
