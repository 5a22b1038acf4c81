package org.opentws.conformance.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import java.util.List;
import java.util.Set;

/** The ten rules of the house; each says which clause it protects. */
final class HouseRules {
  /** The core and supplementary services (5.3 to 5.5). */
  static final String[] SERVICES = {
    "org.opentws.registration..",
    "org.opentws.certificategeneration..",
    "org.opentws.dissemination..",
    "org.opentws.revocationmanagement..",
    "org.opentws.revocationstatus..",
    "org.opentws.deviceprovision..",
    "org.opentws.timestamping.."
  };

  /** The general functions (5.2) and what they stand on. */
  static final String[] GENERAL = {
    "org.opentws.access..",
    "org.opentws.authentication..",
    "org.opentws.setting..",
    "org.opentws.keymanagement..",
    "org.opentws.dualcontrol..",
    "org.opentws.audit..",
    "org.opentws.dataencryption..",
    "org.opentws.archive..",
    "org.opentws.backup..",
    "org.opentws.time..",
    "org.opentws.random..",
    "org.opentws.secretsharing..",
    "org.opentws.gathering..",
    "org.opentws.error..",
    "org.opentws.value..",
    "org.opentws.externalmessage..",
    "org.opentws.hsm.."
  };

  private HouseRules() {}

  static final ArchRule NO_CYCLES =
      slices()
          .matching("org.opentws.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package can be read and tested alone only without cycles (rule 1)");

  static final ArchRule GENERAL_FUNCTIONS_KNOW_NO_SERVICE =
      noClasses()
          .that()
          .resideInAnyPackage(GENERAL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVICES)
          .because("5.2 holds for each service alike (rule 2)");

  static final ArchRule TIME_STAMPING_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("org.opentws.timestamping..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(SERVICES)
                  .and(DescribedPredicate.not(resideInAnyPackage("org.opentws.timestamping.."))))
          .because("4.4: a provider may run time-stamping and nothing else (rule 3)");

  static final ArchRule STATUS_NEVER_DEPENDS_ON_MANAGEMENT =
      noClasses()
          .that()
          .resideInAPackage("org.opentws.revocationstatus..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.opentws.revocationmanagement..")
          .because("figure 1: message A flows one way (rule 4)");

  static final ArchRule ONLY_STORES_TOUCH_THE_DATABASE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "jakarta.persistence..",
              "org.postgresql..",
              "org.hibernate..")
          .because("grants and statements are reviewed in one place (AA5.2) (rule 5)");

  static final ArchRule PRIVATE_KEYS_BEHIND_ONE_DOOR =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.opentws.keymanagement..", "org.opentws.hsm..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.security\\.(PrivateKey|KeyStore|KeyPairGenerator)(\\$.*)?")
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage("org.opentws.hsm..")
                  .and(describe("a door of the device", HouseRules::isDeviceDoor)))
          .because("KM1, KM3.3: a key is used through key management only (rule 6)");

  private static boolean isDeviceDoor(JavaClass type) {
    return type.getSimpleName().startsWith("HsmConnection");
  }

  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.Year.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.util.Calendar.getInstance");

  private static boolean readsAClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    return CLOCKS.contains(owner + "." + access.getName())
        || (owner.equals("java.util.Date")
            && access.getName().equals("<init>")
            && access.getTarget().getFullName().endsWith("<init>()"));
  }

  private static final Set<String> RANDOM =
      Set.of(
          "java.util.Random",
          "java.security.SecureRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.util.SplittableRandom");

  private static boolean makesRandomness(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    return (RANDOM.contains(owner)
            && (access.getName().equals("<init>") || access.getName().equals("current")))
        || access.getTarget().getFullName().startsWith("java.util.UUID.randomUUID")
        || access.getTarget().getFullName().startsWith("java.lang.Math.random");
  }

  /** The adapter runs below the application: it measures its own timeouts. */
  static final ArchRule ONE_CLOCK_AND_ONE_SOURCE_OF_RANDOMNESS =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.opentws.time..", "org.opentws.random..", "org.opentws.hsm..")
          .should()
          .accessTargetWhere(describe("it reads a clock", HouseRules::readsAClock))
          .orShould()
          .accessTargetWhere(describe("it makes randomness", HouseRules::makesRandomness))
          .because("SO3.1, KM2.3: one clock that is vouched for, one generator (rule 7)");

  static final ArchRule SESSION_BEAN_METHODS_NAME_THEIR_ROLES =
      methods()
          .that()
          .arePublic()
          .and()
          .areNotStatic()
          .and()
          .areDeclaredInClassesThat(
              are(
                  describe(
                      "session beans",
                      type ->
                          type.isAnnotatedWith(Stateless.class)
                              || type.isAnnotatedWith(Singleton.class))))
          .should()
          .beAnnotatedWith(RolesAllowed.class)
          .orShould()
          .beAnnotatedWith(PermitAll.class)
          .orShould()
          .beAnnotatedWith(DenyAll.class)
          .because("M1.1, SA1.1: who may call is read at the method itself (rule 8)");

  static final ArchRule WEB_SHOWS_RECORDS =
      noClasses()
          .that()
          .resideInAPackage("..web..")
          .should()
          .dependOnClassesThat()
          .areAnnotatedWith("jakarta.persistence.Entity")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleNameEndingWith("Repository")
          .because("an entity in a page is a way round the service (SA1.1) (rule 9)");

  static final ArchRule WEB_HOLDS_NO_CRYPTOGRAPHY =
      noClasses()
          .that()
          .resideInAPackage("..web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bouncycastle..", "javax.crypto..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.security\\.(Signature|MessageDigest|KeyPair|SecureRandom).*")
          .because("cryptography is reviewed in the services (KM2.1) (rule 10)");

  static final ArchRule ENTITIES_LIVE_IN_STORES =
      classes()
          .that()
          .areAnnotatedWith("jakarta.persistence.Entity")
          .should()
          .resideInAPackage("..store..")
          .because("what lasts is in persistence (rule 5)");

  static List<ArchRule> all() {
    return List.of(
        NO_CYCLES,
        GENERAL_FUNCTIONS_KNOW_NO_SERVICE,
        TIME_STAMPING_STANDS_ALONE,
        STATUS_NEVER_DEPENDS_ON_MANAGEMENT,
        ONLY_STORES_TOUCH_THE_DATABASE,
        PRIVATE_KEYS_BEHIND_ONE_DOOR,
        ONE_CLOCK_AND_ONE_SOURCE_OF_RANDOMNESS,
        SESSION_BEAN_METHODS_NAME_THEIR_ROLES,
        WEB_SHOWS_RECORDS,
        WEB_HOLDS_NO_CRYPTOGRAPHY,
        ENTITIES_LIVE_IN_STORES);
  }
}
