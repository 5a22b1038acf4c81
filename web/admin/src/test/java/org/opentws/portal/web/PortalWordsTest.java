package org.opentws.portal.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.access.FactorProof;
import org.opentws.access.store.Role;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.profile.SubjectAttribute;
import org.opentws.dualcontrol.OperationType;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.error.Refusal;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.KeyEncryptionKeys;
import org.opentws.keymanagement.ReplicaState;
import org.opentws.keymanagement.approval.DeviceApproval;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyClass;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.registration.store.ApplicationState;
import org.opentws.revocationmanagement.RevocationReason;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.setting.Setting;
import org.opentws.time.ClockState;
import org.opentws.time.SourceVerdict;

/** Every word of the portal stands in each language's bundle, and nowhere else. */
class PortalWordsTest {
  private static final Path BUNDLES = Path.of("src/main/resources/org/opentws/portal/web");
  private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

  /** A key in a page. */
  private static final Pattern KEY_IN_PAGE =
      Pattern.compile("(?:msg\\[|words\\.say\\()'([^']+)'(?:\\]|,|\\))");

  /** A key in Java: dotted, or the first argument of what says words. */
  private static final Pattern KEY_IN_JAVA =
      Pattern.compile(
          "\"([a-z]\\w*(?:\\.\\w+)+)\"|\\b(?:say|Said\\.of|malformed)\\(\\s*\"(\\w+)\"");

  /** Dotted like keys, but names of files, packages and header fields. */
  private static final Pattern NO_KEY = Pattern.compile(".*\\.x?html|(org|jakarta|java)\\..*");

  /** Letters on both sides of a space: a sentence. */
  private static final Pattern SENTENCE = Pattern.compile("\"[^\"\\n]*\\p{L} \\p{L}[^\"\\n]*\"");

  private static final Pattern SENTENCE_IN_SCRIPT =
      Pattern.compile("'[^'\\n]*\\p{L} \\p{L}[^'\\n]*'");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

  /** Nobody reads them in a page: headers, logs, markup, and the audit record. */
  private static final Pattern NOT_READ =
      Pattern.compile(".*(-src 'self'|incident \\{}|<\\?xml|form of another site|main time\\[).*");

  private static Map<String, String> bundle(String name) {
    Properties found = new Properties();
    try (Reader reader = Files.newBufferedReader(BUNDLES.resolve(name))) {
      found.load(reader);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Map<String, String> words = new TreeMap<>();
    found.forEach((key, value) -> words.put((String) key, (String) value));
    return words;
  }

  private static final Map<String, String> ENGLISH = bundle("messages.properties");

  private static List<Locale> others() {
    return PortalLanguage.ALL.stream()
        .filter(language -> !language.equals(Locale.ENGLISH))
        .toList();
  }

  private static Map<String, String> bundle(Locale language) {
    return bundle("messages_" + language.toLanguageTag() + ".properties");
  }

  private static Set<String> places(String words) {
    return PLACE.matcher(words).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void everyLanguageHasTheSameKeysWithTheSamePlaces() {
    assertTrue(ENGLISH.size() > 400, "only " + ENGLISH.size() + " keys found");
    for (Locale language : others()) {
      Map<String, String> other = bundle(language);
      assertEquals(ENGLISH.keySet(), other.keySet(), language.toString());
      ENGLISH.forEach(
          (key, words) ->
              assertEquals(
                  places(words), places(other.getOrDefault(key, "")), language + " " + key));
    }
  }

  @Test
  void wordsAreWholeAndPlain() {
    List<String> findings = new ArrayList<>();
    for (Map<String, String> words :
        Stream.concat(Stream.of(ENGLISH), others().stream().map(PortalWordsTest::bundle))
            .toList()) {
      words.forEach(
          (key, text) -> {
            if (text.isBlank() || text.matches("(?s).*([<>&\uFFFD]|Ã|\\?\\?).*")) {
              findings.add(key + "=" + text);
            }
          });
    }
    assertEquals(List.of(), findings, "empty, or markup, or in another encoding than UTF-8");
  }

  @Test
  void everyKeyThatIsUsedExistsAndEveryKeyIsUsed() {
    Set<String> used = new TreeSet<>(named());
    for (Path page : PortalSources.files(PortalSources.PAGES, ".xhtml")) {
      KEY_IN_PAGE
          .matcher(PortalSources.text(page))
          .results()
          .forEach(key -> used.add(key.group(1)));
    }
    for (Path source : PortalSources.files(PortalSources.JAVA, ".java")) {
      KEY_IN_JAVA
          .matcher(COMMENT.matcher(PortalSources.text(source)).replaceAll(""))
          .results()
          .map(key -> key.group(1) == null ? key.group(2) : key.group(1))
          .filter(key -> !NO_KEY.matcher(key).matches())
          .forEach(used::add);
    }
    assertEquals(String.join("\n", used), String.join("\n", ENGLISH.keySet()));
  }

  /** Keys that are made of the names of the system's own values. */
  private static Set<String> named() {
    Set<String> keys = new TreeSet<>();
    Stream.of(
            ApplicationState.values(),
            OperationState.values(),
            OperationType.values(),
            CertificateState.values(),
            StatusChangeAction.values(),
            KeyState.values(),
            KeyPurpose.values(),
            KeyClass.values(),
            KeyCeremony.values(),
            TokenState.values(),
            ClockState.values(),
            SourceVerdict.values(),
            Role.values(),
            Outcome.values(),
            FactorProof.Kind.values())
        .forEach(values -> add(keys, "name.", values));
    keys.add("name." + KeyEncryptionKeys.PURPOSE);
    // What the pages' own beans call states.
    Stream.of("NO_KEY", "NO_ACTIVE_KEY", "NOT_TRUSTED", "DISABLED")
        .forEach(name -> keys.add("name." + name));
    add(keys, "page.", PortalPage.values());
    add(keys, "form.", OperationForm.values());
    add(keys, "clock.", ClockState.values());
    add(keys, "missing.", ServiceUnavailable.Cause.values());
    add(keys, "refusal.", Refusal.values());
    add(keys, "approval.", DeviceApproval.Standing.values());
    add(keys, "replica.", ReplicaState.values());
    Stream.of(SubjectAttribute.values())
        .forEach(attribute -> keys.add("attribute." + attribute.fieldName()));
    Stream.of(Setting.values()).forEach(one -> keys.add("setting." + one.settingName()));
    Stream.of(RevocationReason.values()).forEach(reason -> keys.add("reason." + reason.text()));
    keys.add("reason.certificateHold");
    Stream.of("passport", "presence", "eid").forEach(kind -> keys.add("evidence." + kind));
    Stream.of("audit", "broker", "data-key", "database", "devices", "seal")
        .forEach(part -> keys.add("part." + part));
    Stream.of("24", "168", "720", "8760").forEach(hours -> keys.add("chart." + hours));
    return keys;
  }

  private static void add(Set<String> keys, String prefix, Enum<?>[] values) {
    Stream.of(values).forEach(value -> keys.add(prefix + value.name()));
  }

  @Test
  void noPageHasWordsOfItsOwn() {
    List<Path> pages = PortalSources.files(PortalSources.PAGES, ".xhtml");
    assertTrue(pages.size() > 20, "only " + pages.size() + " pages found");
    assertEquals(
        List.of(), pages.stream().flatMap(page -> PortalSources.literals(page).stream()).toList());
  }

  @Test
  void wordsInAPageAreFound(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("planted.xhtml");
    Files.writeString(
        page,
        "<p title='#{ok}' label='Name'>Text #{a ? 'yes' : msg['no']}<b class='here'>42 %</b></p>");
    assertEquals(4, PortalSources.literals(page).size(), PortalSources.literals(page).toString());
  }

  @Test
  void noBeanAndNoScriptHasSentencesOfItsOwn() {
    List<String> findings = new ArrayList<>();
    PortalSources.files(PortalSources.JAVA, ".java")
        .forEach(file -> sentences(file, SENTENCE, findings));
    PortalSources.files(PortalSources.PAGES, ".js")
        .forEach(file -> sentences(file, SENTENCE_IN_SCRIPT, findings));
    assertEquals(List.of(), findings);
  }

  private static void sentences(Path file, Pattern sentence, List<String> findings) {
    sentence
        .matcher(COMMENT.matcher(PortalSources.text(file)).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .filter(found -> !NOT_READ.matcher(found).matches() && !found.equals("'use strict'"))
        .forEach(found -> findings.add(file.getFileName() + ": " + found));
  }

  @Test
  void facesKnowsTheSameLanguages() {
    String configured = PortalSources.text(PortalSources.PAGES.resolve("WEB-INF/faces-config.xml"));
    String expected =
        PortalLanguage.ALL.stream()
            .map(Locale::toLanguageTag)
            .map(tag -> tag.equals("en") ? "default en" : "supported " + tag)
            .collect(Collectors.joining(", "));
    assertEquals(
        expected,
        Pattern.compile("<(default|supported)-locale>(\\w+)<")
            .matcher(configured)
            .results()
            .map(found -> found.group(1) + " " + found.group(2))
            .collect(Collectors.joining(", ")));
  }
}
