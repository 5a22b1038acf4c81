package org.opentws.tools.ceremony;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.token.PinSource;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.hsm.token.TokenInitialisation;
import org.opentws.hsm.token.TokenSettings;
import org.opentws.tools.device.DeviceSetting;

/**
 * Steps that empty the devices of a place, each through the PKCS#11 library that the configuration
 * of its nodes names (KM5.1, KM5.2). Each may be done again after it broke off: what is gone is
 * gone and stands in the progress of the ceremony.
 */
final class DeviceActions {
  static final String DEVICE = "device";
  static final String CONFIGURATION = "configuration";
  static final String NODES = "nodes";
  private static final String SECRETS = "secrets";
  private static final String KEYS = "keys";
  private static final String FACTS = "device";
  private static final String UNLISTED = "all; not listed, because the run broke off";

  private DeviceActions() {}

  /** One token of a device: nodes may have different ones under one name. */
  private record Target(String name, DeviceSetting setting) {
    String begun() {
      return "emptying " + name;
    }

    String ended() {
      return "emptied " + name;
    }
  }

  /**
   * device, configuration, nodes[], secrets, and holders[{account, directory}] for one that persons
   * activate: opens the device of each node; a replica has the shares of its device. One that an
   * earlier run emptied is not looked for.
   */
  static Map<String, Object> openDevice(Ceremony ceremony, StepParameters with) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (Target target : targets(ceremony, with)) {
      facts.put(target.name(), opened(ceremony, with, target));
    }
    return facts.isEmpty() ? Map.of(with.text(DEVICE), "there is none") : facts;
  }

  /** The same parameters: every object in the device is destroyed, then its token made empty. */
  static Map<String, Object> destroyDevice(Ceremony ceremony, StepParameters with) {
    List<Map<String, Object>> tokens = new ArrayList<>();
    for (Target target : targets(ceremony, with)) {
      tokens.add(destroyed(ceremony, with, target));
    }
    return Map.of("tokens", tokens);
  }

  private static List<Target> targets(Ceremony ceremony, StepParameters with) {
    String device = with.text(DEVICE);
    Map<String, Target> targets = new TreeMap<>();
    List<String> nodes = new ArrayList<>(with.textsIfAny(NODES));
    nodes.add("");
    for (String node : nodes) {
      Properties configuration = new Properties();
      configuration.setProperty("opentws.hsm.library", ceremony.library().toString());
      load(configuration, with.text(CONFIGURATION));
      load(configuration, node);
      DeviceSetting setting = DeviceSetting.of(device, configuration, with.path(SECRETS));
      if (setting.isConfigured()) {
        String which = setting.library() + " " + setting.tokenName();
        String name = targets.isEmpty() ? device : device + " " + which;
        targets.computeIfAbsent(which, each -> new Target(name, setting));
      }
    }
    return List.copyOf(targets.values());
  }

  private static void load(Properties configuration, String file) {
    if (file.isEmpty() || !Files.exists(Path.of(file))) {
      return;
    }
    try (Reader in = Files.newBufferedReader(Path.of(file))) {
      configuration.load(in);
    } catch (IOException e) {
      throw new CeremonyFailure("cannot read " + file, e);
    }
  }

  private static Object opened(Ceremony ceremony, StepParameters with, Target target) {
    if (ceremony.progress().noted(target.ended()).isPresent()) {
      return "emptied by an earlier run";
    }
    try {
      open(ceremony, with, target);
      return ceremony.token(target.name()).deviceFacts();
    } catch (HsmUnavailable e) {
      Optional<Map<String, Object>> begun = ceremony.progress().noted(target.begun());
      if (begun.filter(facts -> isErased(target, facts)).isEmpty()) {
        throw e;
      }
      // It broke off between the device's own work and the note of it.
      ceremony.progress().note(target.ended(), ended(begun.get(), List.of(UNLISTED), true));
      return "emptied by an earlier run";
    }
  }

  private static boolean isErased(Target target, Map<String, Object> begun) {
    return TokenInitialisation.isErased(
        target.setting().library(), String.valueOf(begun.get("serialNumber")));
  }

  private static void open(Ceremony ceremony, StepParameters with, Target target) {
    DeviceSetting setting = target.setting();
    if (!with.values().containsKey(DestructionActions.HOLDERS)) {
      ceremony.useToken(target.name(), settings(setting, pinSource(setting)));
      return;
    }
    char[] pin = ShareActions.pin(with, first(with));
    try {
      ceremony.useActivatedToken(
          target.name(),
          settings(setting, PinSource.named("activation")),
          pin,
          ShareActions.openMax(with));
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static TokenSettings settings(DeviceSetting setting, PinSource pin) {
    return new TokenSettings(
        setting.library(), setting.tokenName(), pin, TokenSettings.Bounds.USUAL);
  }

  private static PinSource pinSource(DeviceSetting setting) {
    return setting.pin().startsWith("file:")
        ? PinSource.named(setting.pin())
        : PinSource.file(setting.pinFile());
  }

  /** A replica has the PINs of its device. */
  private static String first(StepParameters with) {
    String device = with.text(DEVICE);
    return device.endsWith(DeviceSetting.REPLICA)
        ? device.substring(0, device.length() - DeviceSetting.REPLICA.length())
        : device;
  }

  private static Map<String, Object> destroyed(
      Ceremony ceremony, StepParameters with, Target target) {
    Optional<Map<String, Object>> before = ceremony.progress().noted(target.ended());
    if (before.isPresent()) {
      ceremony.endedBefore(keys(before.get()), before.get().get(FACTS));
      return told(target, before.get());
    }
    // Before anything of it is destroyed: a wrong share ends the run while all of it is there.
    Optional<char[]> soPin = soPin(with);
    try {
      TokenAccess token = ceremony.token(target.name());
      Map<String, Object> begun = begun(ceremony, target, token);
      List<String> objects = token.destroyAll();
      ceremony.endUse(target.name(), keys(begun));
      soPin.ifPresent(
          pin ->
              TokenInitialisation.erase(
                  target.setting().library(), target.setting().tokenName(), pin));
      Map<String, Object> ended = ended(begun, objects, soPin.isPresent());
      ceremony.progress().note(target.ended(), ended);
      return told(target, ended);
    } finally {
      soPin.ifPresent(pin -> Arrays.fill(pin, '\0'));
    }
  }

  /** What is about to go stands on the disk before it goes. */
  private static Map<String, Object> begun(Ceremony ceremony, Target target, TokenAccess token) {
    DeviceFacts facts = token.deviceFacts();
    Map<Object, Map<String, Object>> keys = new LinkedHashMap<>();
    ceremony
        .progress()
        .noted(target.begun())
        .ifPresent(before -> keys(before).forEach(key -> keys.put(key.get("id"), key)));
    for (String label : token.keyLabels().stream().sorted().toList()) {
      keys.put(label, KeyEntry.of(token, label));
    }
    Map<String, Object> begun = new LinkedHashMap<>();
    begun.put("begunAt", Ceremony.now().toString());
    begun.put("serialNumber", facts.serialNumber());
    begun.put(FACTS, facts);
    begun.put(KEYS, List.copyOf(keys.values()));
    ceremony.progress().note(target.begun(), begun);
    return begun;
  }

  private static Map<String, Object> ended(
      Map<String, Object> begun, List<String> objects, boolean initialised) {
    Map<String, Object> ended = new LinkedHashMap<>(begun);
    ended.put("endedAt", Ceremony.now().toString());
    ended.put("objects", objects);
    ended.put("initialised", initialised);
    return ended;
  }

  /** What the step says of a token. */
  private static Map<String, Object> told(Target target, Map<String, Object> ended) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("token", target.name());
    told.put("library", target.setting().library().toString());
    told.put("keysDestroyed", keys(ended).size());
    for (String name : List.of("begunAt", "endedAt", "objects", "initialised")) {
      told.put(name, String.valueOf(ended.get(name)));
    }
    told.put("emptied", true);
    return told;
  }

  @SuppressWarnings("unchecked") // as begun() made it, or the same out of JSON
  private static List<Map<String, Object>> keys(Map<String, Object> noted) {
    return (List<Map<String, Object>>) noted.getOrDefault(KEYS, List.of());
  }

  /** Empty where a device has one that was never ours: then its objects go, and its PINs stay. */
  private static Optional<char[]> soPin(StepParameters with) {
    if (with.values().containsKey(DestructionActions.HOLDERS)) {
      return ShareActions.soPinIfAny(with, first(with));
    }
    Path file = with.path(SECRETS).resolve(with.text(DEVICE) + ".so-pin");
    return Files.exists(file)
        ? Optional.of(SecretFiles.read(file).strip().toCharArray())
        : Optional.empty();
  }
}
