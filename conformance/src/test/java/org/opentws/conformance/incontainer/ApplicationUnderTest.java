package org.opentws.conformance.incontainer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.opentws.conformance.Requirement;

/** The EAR as it is shipped; beside its modules one more, a war that holds the tests. */
final class ApplicationUnderTest {
  private static final Path EAR = Path.of("../ear/target/opentws.ear");
  private static final String TESTS = "tests.war";
  static final String TESTS_CONTEXT = "/tests";

  private ApplicationUnderTest() {}

  static EnterpriseArchive archive() {
    EnterpriseArchive ear = ShrinkWrap.createFromZipFile(EnterpriseArchive.class, EAR.toFile());
    ear.addAsModule(Testable.archiveToTest(tests()));
    ear.setApplicationXML(new StringAsset(withTests(text(ear, "META-INF/application.xml"))));
    return ear;
  }

  private static WebArchive tests() {
    return ShrinkWrap.create(WebArchive.class, TESTS)
        .addPackage(ApplicationUnderTest.class.getPackage())
        .addClasses(Requirement.class, Requirement.Kind.class)
        .addAsManifestResource(
            new StringAsset("Dependencies: org.wildfly.security.elytron\n"), "MANIFEST.MF");
  }

  private static String withTests(String applicationXml) {
    String module =
        "<module><web><web-uri>%s</web-uri><context-root>%s</context-root></web></module>"
            .formatted(TESTS, TESTS_CONTEXT);
    return applicationXml.replaceFirst("(?=<library-directory>)", module);
  }

  private static String text(EnterpriseArchive ear, String path) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (var in = ear.get(path).getAsset().openStream()) {
      in.transferTo(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
