import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultUser, putFile } from "./disk";
import { imageLayers } from "./image-store";
import { LOGIN_USERS } from "./images";
import type { BootOptions, Place } from "./instance";
import { serveMetadata } from "./metadata-service";
import { instanceTree } from "./metadata-tree";
import { type KeyPair, makeKeyPair } from "./ssh-client";
import { makeVpc } from "./vpc";
import { makeWorkFolder } from "./work-folder";

/** Everything an instance finds when it is switched on. */
export interface Surroundings {
  readonly place: Place;
  readonly instanceId: string;
  readonly loginUser: string;
  readonly keyPair: KeyPair;
  readonly publicKey: string;
  readonly requests: readonly string[];
  /** What the metadata service answers from now on. */
  readonly setUserData: (userData: string | Buffer | undefined) => void;
}

const DISK_SIZE = "1g";
const DISK_INODES = 1_000_000;

/**
 * Makes disk, network, key pair and metadata service of an instance.
 *
 * @param onClose takes what undoes each step, in the order of the steps; it is complete also when a later step throws
 */
export async function makeSurroundings(
  options: BootOptions,
  onClose: (close: () => unknown) => void,
): Promise<Surroundings> {
  const layers = await imageLayers(options.image);
  const loginUser = options.loginUser ?? LOGIN_USERS[options.image];
  const instanceId = `i-0${randomBytes(8).toString("hex")}`;

  const folder = makeWorkFolder();
  onClose(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "console.log"), "");
  const keyPair = await makeKeyPair(folder, "my-key");
  const publicKey = readFileSync(keyPair.publicKeyFile, "utf8").trim();

  const vpc = await makeVpc(folder, {
    size: options.diskSize ?? DISK_SIZE,
    inodes: options.diskInodes ?? DISK_INODES,
  });
  onClose(() => vpc.close());
  const place = { folder, layers, vpcPid: vpc.pid };
  const files = {
    "/etc/cloud/cloud.cfg.d/20_lab-user.cfg": defaultUser(loginUser),
    // RSA and DSA keys take longer to make than all the rest of a stage.
    "/etc/cloud/cloud.cfg.d/20_lab-host-keys.cfg": "ssh_genkeytypes: [ecdsa, ed25519]\n",
    ...options.files,
  };
  for (const [path, content] of Object.entries(files)) putFile(place, path, content);

  let userData = options.userData;
  const service = serveMetadata(vpc.metadataSocket, () => ({
    tree: instanceTree(instanceId, options.metadata),
    userData: userData === undefined ? undefined : Buffer.from(userData),
    publicKeys: options.keyPair === false ? [] : [{ name: "my-key", key: publicKey }],
  }));
  onClose(() => service.close());
  return {
    place,
    instanceId,
    loginUser,
    keyPair,
    publicKey,
    requests: service.requests,
    setUserData: (changed) => {
      userData = changed;
    },
  };
}
