package org.opentws.tools.ceremony;

import java.io.IOException;
import java.io.PrintStream;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.value.Sha256;

/** One run of a script: plan, steps, report. */
final class CeremonyRun {
  private final CeremonyScript script;
  private final Ceremony ceremony;
  private final Confirmation confirmation;
  private final PrintStream out;

  CeremonyRun(
      CeremonyScript script, Ceremony ceremony, Confirmation confirmation, PrintStream out) {
    this.script = script;
    this.ceremony = ceremony;
    this.confirmation = confirmation;
    this.out = out;
  }

  void run() throws Exception {
    CeremonyClosing closing = new CeremonyClosing(script, confirmation, out);
    closing.demandNotHeld();
    if (!closing.waits()) {
      closing.open(JsonText.encode(held()));
    }
    ceremony.progress().end();
    closing.close();
  }

  /** Does all steps; what is returned is the report. */
  private Map<String, Object> held() throws Exception {
    script.steps().forEach(KnownAction::of);
    out.printf("%s%n", script.title());
    Map<String, Object> report = new LinkedHashMap<>();
    Map<String, Object> plan = plan();
    report.put("plan", plan);
    Map<String, String> signatures = planSignatures(JsonText.encode(plan));
    report.put("planSignatures", signatures);
    if (!ceremony.progress().earlierRuns().isEmpty()) {
      out.printf("  taken up again: an earlier run broke off%n");
      report.put("earlierRuns", ceremony.progress().earlierRuns());
    }
    ceremony.progress().beginRun(plan, signatures);
    report.put("steps", steps());
    report.put("keys", ceremony.keys());
    report.put("devices", ceremony.devices());
    report.put("endedAt", Ceremony.now().toString());
    return report;
  }

  /** What the persons agree to, before anything is done. */
  private Map<String, Object> plan() throws IOException {
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("ceremony", script.name());
    plan.put("title", script.title());
    plan.put("scriptSha256", script.sha256());
    plan.put("participants", script.participants());
    plan.put("demo", ceremony.demo());
    plan.put("parameters", script.parameters());
    Map<String, String> inputs = new LinkedHashMap<>();
    for (String input : script.inputs()) {
      Path file = Path.of(String.valueOf(script.parameters().get(input)));
      inputs.put(input, Sha256.hex(file));
      out.printf("  %s: %s, SHA-256 %s%n", input, file, inputs.get(input));
    }
    plan.put("inputs", inputs);
    plan.put("library", ceremony.library().toString());
    plan.put("java", System.getProperty("java.vm.version"));
    // KM1.6: whether the machine was connected stands in the report, either way.
    plan.put("networkInterfacesUp", networkInterfaces());
    plan.put("startedAt", Ceremony.now().toString());
    return plan;
  }

  private static List<String> networkInterfaces() throws IOException {
    List<String> up = new ArrayList<>();
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (each.isUp() && !each.isLoopback()) {
          up.add(each.getName());
        }
      }
      return up;
    } catch (SocketException e) {
      // Java fails where not even a loopback is up; what the kernel lists counts then.
      return Files.readAllLines(Path.of("/proc/self/net/dev")).stream()
          .filter(line -> line.contains(":"))
          .map(line -> line.substring(0, line.indexOf(':')).strip())
          .filter(name -> !name.equals("lo"))
          .toList();
    }
  }

  /** At installation nobody has a control key yet: then the signed report alone binds the two. */
  private Map<String, String> planSignatures(byte[] plan)
      throws CMSException, OperatorCreationException, GeneralSecurityException, IOException {
    Map<String, String> signatures = new LinkedHashMap<>();
    for (Participant person : script.persons()) {
      if (OfficerKey.isHere(script.officers(), person)) {
        OfficerKey key = confirmation.key(script.officers(), person);
        byte[] signature = DetachedSignature.sign(plan, List.of(key.signer()));
        signatures.put(person.account(), Base64.getEncoder().encodeToString(signature));
        out.printf("  %s signed the plan%n", person.name());
      }
    }
    return signatures;
  }

  private List<Map<String, Object>> steps() throws Exception {
    List<Map<String, Object>> records = new ArrayList<>();
    for (CeremonyStep step : script.steps()) {
      out.printf("  %-24s %s%n", step.id(), step.says());
      for (Participant person : script.persons()) {
        confirmation.confirm(person, step);
      }
      Map<String, Object> facts = KnownAction.of(step).action().perform(ceremony, step.with());
      facts.forEach((name, value) -> out.printf("    %s: %s%n", name, value));
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("id", step.id());
      record.put("says", step.says());
      record.put("action", step.action());
      record.put("endedAt", Ceremony.now().toString());
      record.put("facts", facts);
      records.add(record);
      ceremony.progress().stepEnded(step.id());
    }
    return records;
  }
}
