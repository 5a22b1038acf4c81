package org.opentws.conformance.blackbox;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** A FIDO2 authenticator that Chromium plays in one tab; its user is always there and verified. */
final class VirtualAuthenticator {
  private final Tab tab;
  private final CDPSession devices;
  private final String id;

  VirtualAuthenticator(Tab tab) {
    this.tab = tab;
    devices = tab.page.context().newCDPSession(tab.page);
    devices.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "usb");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject added = new JsonObject();
    added.add("options", options);
    id =
        devices
            .send("WebAuthn.addVirtualAuthenticator", added)
            .get("authenticatorId")
            .getAsString();
  }

  /** What it says when it is asked for a new credential; the question is JSON, so is the answer. */
  String created(String question) {
    return ask("create", "parseCreationOptionsFromJSON", question);
  }

  /** What it says to a question, on the page that the tab shows. */
  String answer(String question) {
    return ask("get", "parseRequestOptionsFromJSON", question);
  }

  private String ask(String what, String parse, String question) {
    String script =
        "async question => JSON.stringify((await navigator.credentials.%s({publicKey:"
            + " PublicKeyCredential.%s(JSON.parse(question))})).toJSON())";
    return String.valueOf(tab.page.evaluate(script.formatted(what, parse), question));
  }

  /** Its only credential, with the private key and the counter. */
  JsonObject credential() {
    return devices
        .send("WebAuthn.getCredentials", about())
        .getAsJsonArray("credentials")
        .get(0)
        .getAsJsonObject();
  }

  String credentialId() {
    // CDP says base64, WebAuthn base64url without padding.
    return credential()
        .get("credentialId")
        .getAsString()
        .replace('+', '-')
        .replace('/', '_')
        .replace("=", "");
  }

  /** From now on it is a copy of what it was once: the same key, the counter of that time. */
  void becomeCopy(JsonObject credential) {
    devices.send("WebAuthn.clearCredentials", about());
    JsonObject added = about();
    added.add("credential", credential);
    devices.send("WebAuthn.addCredential", added);
  }

  private JsonObject about() {
    JsonObject about = new JsonObject();
    about.addProperty("authenticatorId", id);
    return about;
  }
}
