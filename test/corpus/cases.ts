import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageName } from "../boot/lab/images";
import type { Recorded } from "./recorded";

/** What `case.json` says of a user data file. */
export interface CaseNotes {
  /** Short id of what shuts the host, or is one step short of it: `account-expired`. */
  readonly cause: string;
  /** One line: what the file does, and why that matters or does not. */
  readonly because: string;
  /** What whoever wrote the case had in mind. The outcome is what the boot says, in `recorded.json`. */
  readonly intent: "harmful" | "neighbour" | "shape";
  readonly images: readonly ImageName[];
  readonly keyPair: boolean;
  /** Booted with real units; without it cloud-init's stages and sshd are started by hand. */
  readonly systemd?: true;
  /** What a host in the field has and the lab has not (`a network`, `ufw`): the record tells nothing about such hosts. */
  readonly needs?: string;
}

export interface Case extends CaseNotes {
  /** `family/case`, as its folders are called. */
  readonly name: string;
  readonly folder: string;
  readonly userData: Buffer;
  readonly recorded: Recorded | undefined;
}

/** Every image is launched with this login user, also where the lab's own would be another. */
export const LOGIN_USER = "admin";

/** The lab makes key pairs of this type. */
export const LAB_KEY_TYPE = "ssh-ed25519";

/** Reads the corpus, in the order of its folders' names. */
export function readCases(): readonly Case[] {
  return folders(__dirname).flatMap((family) =>
    folders(join(__dirname, family)).map((name) =>
      readCase(join(__dirname, family, name), `${family}/${name}`),
    ),
  );
}

export const recordOf = (folder: string): string => join(folder, "recorded.json");

function readCase(folder: string, name: string): Case {
  const record = recordOf(folder);
  return {
    ...(JSON.parse(readFileSync(join(folder, "case.json"), "utf8")) as CaseNotes),
    name,
    folder,
    userData: readFileSync(join(folder, "user-data")),
    recorded: existsSync(record) ? (JSON.parse(readFileSync(record, "utf8")) as Recorded) : undefined,
  };
}

const folders = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
