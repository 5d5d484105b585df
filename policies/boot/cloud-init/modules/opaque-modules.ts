import { opaque } from "../../machine/effect";
import { applyTo, type Module } from "../boot";
import { originOf } from "../config";

/** Configuration management and the like: what they bring is not in the user data. */
const KEYS = [
  "ansible",
  "chef",
  "puppet",
  "salt_minion",
  "mcollective",
  "snap",
  "lxd",
  "ubuntu_advantage",
  "ubuntu_pro",
  "autoinstall",
];

export const opaqueModules: Module = {
  name: "configuration_management",
  stage: "final",
  everyBoot: false,
  run(boot) {
    for (const key of KEYS) {
      const value = boot.config.get(key)[0];
      if (value !== undefined)
        applyTo(boot, [
          opaque("what a configuration manager does is not in the user data", originOf(value, key)),
        ]);
    }
  },
};
