import { join } from "node:path";
import { byHand } from "./by-hand";
import { cacheFolder, imageLayers } from "./image-store";
import type { ImageName } from "./images";
import type { BootOptions, Instance, Place, Power } from "./instance";
import { launch } from "./launch";
import { takePlace } from "./lock";
import { labUnavailable } from "./requirements";
import { bySystemd } from "./systemd";
import { sweepWorkFolders } from "./work-folder";

export interface Lab {
  /** Builds what isn't cached yet, so that the first boot is as quick as the others. */
  prepare(...images: readonly ImageName[]): Promise<void>;
  /** Launches an instance whose boot is done by hand: cloud-init's four stages and sshd, in 2 to 4 s. */
  boot(options: BootOptions): Promise<Instance>;
  /** Launches an instance that systemd boots: real units, fstab and getty. */
  systemd(options: BootOptions): Promise<Instance>;
  /** Ends all instances that are left. */
  close(): Promise<void>;
}

// What a small machine carries besides the tests themselves.
const INSTANCES_AT_A_TIME = 2;
const PLACE_WAIT_SECONDS = 900;

/** @throws when this machine can't run the lab: see labUnavailable() */
export function openLab(): Lab {
  const reason = labUnavailable();
  if (reason !== undefined) throw new Error(reason);
  sweepWorkFolders();
  const running = new Set<Instance>();
  const start = async (options: BootOptions, wiring: (place: Place) => Power) => {
    await imageLayers(options.image);
    const release = await takePlace(join(cacheFolder(), "places"), INSTANCES_AT_A_TIME, PLACE_WAIT_SECONDS);
    const instance = await launch(options, wiring, release);
    running.add(instance);
    return instance;
  };
  return {
    prepare: async (...images) => {
      for (const image of images) await imageLayers(image);
    },
    boot: (options) => start(options, byHand),
    systemd: (options) => start(options, bySystemd),
    close: async () => {
      for (const instance of running) await instance.stop();
      running.clear();
    },
  };
}
