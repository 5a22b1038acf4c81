package org.opentws.conformance.incontainer;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.incontainer.inside.ProbeOfTwoOperation;
import org.opentws.conformance.incontainer.inside.ProbeOperation;
import org.opentws.conformance.incontainer.inside.ShiftedTime;

/**
 * The EAR as it is shipped, and with it one more war that holds the tests, and package inside in
 * the services' archive.
 */
final class ApplicationUnderTest {
  private static final Path EAR = Path.of("../ear/target/opentws.ear");
  private static final String TESTS = "tests.war";
  static final String TESTS_CONTEXT = "/tests";

  private ApplicationUnderTest() {}

  private static boolean made;

  /** The application for the first test class; what later ones get is not deployed. */
  static synchronized EnterpriseArchive archive() {
    if (made) {
      return ShrinkWrap.create(EnterpriseArchive.class, EAR.getFileName().toString())
          .addAsModule(Testable.archiveToTest(ShrinkWrap.create(WebArchive.class, TESTS)));
    }
    made = true;
    EnterpriseArchive ear = ShrinkWrap.createFromZipFile(EnterpriseArchive.class, EAR.toFile());
    plantInServices(ear);
    ear.addAsModule(Testable.archiveToTest(tests(services(ear).get())));
    ear.setApplicationXML(new StringAsset(withTests(text(ear, "META-INF/application.xml"))));
    return ear;
  }

  /** What only lives beside the services: see that package. */
  private static void plantInServices(EnterpriseArchive ear) {
    ear.getAsType(JavaArchive.class, services(ear))
        .addClasses(ShiftedTime.class, ProbeOperation.class, ProbeOfTwoOperation.class);
  }

  private static ArchivePath services(EnterpriseArchive ear) {
    return ear.getContent(Filters.include("/opentws-ejb-.*\\.jar")).keySet().iterator().next();
  }

  /** The session beans' names; inside of the server an archive cannot be listed. */
  private static String sessionBeans() {
    return new ClassFileImporter()
        .importPath(Path.of("../ejb/target/classes")).stream()
            .filter(
                type ->
                    type.isAnnotatedWith(Stateless.class) || type.isAnnotatedWith(Singleton.class))
            .map(JavaClass::getName)
            .sorted()
            .collect(Collectors.joining("\n"));
  }

  private static WebArchive tests(String services) {
    return ShrinkWrap.create(WebArchive.class, TESTS)
        .addPackage(ApplicationUnderTest.class.getPackage())
        .addClasses(Requirement.class, Requirement.Kind.class)
        .addAsResource(new StringAsset(services.replaceAll("^/|\\.jar$", "")), "services.txt")
        .addAsResource(new StringAsset(sessionBeans()), "session-beans.txt")
        .addAsManifestResource(
            new StringAsset("Manifest-Version: 1.0\nDependencies: org.wildfly.security.elytron\n"),
            "MANIFEST.MF");
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
