import { oneOf, type Effect } from "../machine/effect";
import { trait, type Machine } from "../machine/machine";

const HOMES = "/home";

/**
 * What systemd-tmpfiles(8) does to /home at each boot: its home.conf has it with mode 0755. Packages and images may leave
 * that out, and a host that is not started by systemd knows nothing of it.
 */
export function homeModeEffects(machine: Machine): readonly Effect[] {
  const mode = trait(machine, "file", HOMES, "mode");
  const changed = mode.certain && mode.value !== 0o755 && mode.since.from === "user-data";
  const why = "systemd-tmpfiles may have given it its mode back";
  return changed ? [oneOf("file", HOMES, "mode", [mode.value, 0o755], why, mode.since)] : [];
}
