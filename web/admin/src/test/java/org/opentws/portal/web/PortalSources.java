package org.opentws.portal.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;
import org.xml.sax.SAXException;

/** The sources of the portal, and which of what stands in a page is read by people. */
final class PortalSources {
  static final Path PAGES = Path.of("src/main/webapp");
  static final Path JAVA = Path.of("src/main/java");

  /** Attributes that people see or hear; value is one of them in some tags. */
  private static final Set<String> WORDS =
      Set.of(
          ("a:aria-label alt aria-label ariaLabel currentPageReportTemplate data-again data-failed"
                  + " data-failure data-following data-newest data-pause data-paused data-refused"
                  + " data-stopped data-success data-touch data-unknown emptyMessage header"
                  + " headerText hint itemLabel label message noButtonLabel requiredMessage"
                  + " yesButtonLabel")
              .split(" "));

  private static final Set<String> TAGS_WITH_WORDS_AS_VALUE =
      Set.of("h:outputLabel", "h:commandButton", "p:commandButton", "h:link");

  /** Attributes for programs. One that stands nowhere here has to be judged by a person. */
  private static final Set<String> TECHNICAL =
      Set.of(
          ("a:required about action ajax aria-current aria-labelledby autocomplete charset class"
                  + " closeOnEscape content data-authenticator data-question datetime field for"
                  + " global height href id immediate itemValue kind lang lazy library locale"
                  + " maxlength method name onPostback outcome paginator paginatorAlwaysVisible"
                  + " paginatorPosition paginatorTemplate points preserveAspectRatio question rel"
                  + " rendered required responsive role rowKey rows scope selected sortBy step"
                  + " style styleClass tabindex target template text-anchor type value var"
                  + " varStatus viewBox width x x1 x2 y y1 y2 yesButtonClass")
              .split(" "));

  private static final Pattern EXPRESSION = Pattern.compile("#\\{[^}]*}");

  /** Quoted in an expression, but no words: keys, names of permissions, what is compared. */
  private static final Pattern NO_WORDS =
      Pattern.compile(
          "msg\\['[^']*'\\]|\\b(say|attribute|choice|may|mayOpen)\\('[^']*'|(eq|ne) '[^']*'");

  private static final Pattern QUOTED_WORD = Pattern.compile("'[^']*\\p{L}[^']*'");

  /** The same in every language. */
  private static final Pattern NAMES = Pattern.compile("\\b(OpenTWS|PEM|CSV|JSON)\\b");

  private PortalSources() {}

  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words that stand in a page itself, and attributes that nobody has judged. */
  static List<String> literals(Path page) {
    List<String> findings = new ArrayList<>();
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      visit(factory.newDocumentBuilder().parse(page.toFile()).getDocumentElement(), findings);
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(page + " cannot be read", e);
    }
    return findings.stream().map(found -> page.getFileName() + ": " + found).toList();
  }

  private static void visit(Element element, List<String> findings) {
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      Node attribute = element.getAttributes().item(i);
      String name = attribute.getNodeName();
      if (isRead(element.getTagName(), name)) {
        judge(attribute.getNodeValue(), findings);
      } else if (!TECHNICAL.contains(name) && !name.startsWith("xmlns")) {
        findings.add("attribute " + name + " is neither among the words nor technical");
      }
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element below) {
        visit(below, findings);
      } else if (child instanceof Text words) {
        judge(words.getData(), findings);
      }
    }
  }

  private static boolean isRead(String tag, String attribute) {
    return WORDS.contains(attribute)
        || (attribute.equals("value") && TAGS_WITH_WORDS_AS_VALUE.contains(tag));
  }

  private static void judge(String text, List<String> findings) {
    String plain = NAMES.matcher(EXPRESSION.matcher(text).replaceAll("")).replaceAll("");
    if (plain.chars().anyMatch(Character::isLetter)) {
      findings.add("\"" + plain.strip() + "\" belongs into the bundles");
    }
    EXPRESSION
        .matcher(text)
        .results()
        .map(found -> NO_WORDS.matcher(found.group()).replaceAll(""))
        .filter(rest -> QUOTED_WORD.matcher(rest).find())
        .forEach(rest -> findings.add("words in the expression " + rest));
  }
}
