import { valueOf } from "../facts/fact";
import { usualLoginUsers } from "../boot/image/families";
import { keyLogin } from "../boot/login/key-login";
import { toldAccount } from "../boot/login/told-account";
import { defineRule } from "./rule";

export default defineRule({
  id: "login-name-mismatch",
  title: "The program logs in to a host as an account that its image does not open to the key",
  severity: "medium",
  enforcement: "advisory",
  judges: "launch",
  closes: [],
  remedy:
    "Set connection.user to the account that the image logs in with, or let the user data make the account.",
  causes: [
    "A command.remote.Command, CopyToRemote or CopyFile whose connection.user is another image's account, or one that nobody makes",
    "root, which the command provider takes where no user is written: published images answer it with a request to log in as their own account",
  ],
  check({ launch, image, boot }) {
    if (image.initSystem !== "cloud-init" || image.loginUser.state !== "known") return [];
    const machine = boot.afterBoot;
    if (boot.loginUserIs !== "known" || machine.opaque.length > 0) return [];
    // A host that lets nobody in is told by other rules.
    if (keyLogin(machine, boot.loginUser, image).state === "closed") return [];
    return launch.connections.flatMap(({ resource, user }) => {
      const name = user.state === "absent" ? "root" : valueOf(user);
      if (name === undefined || name === boot.loginUser) return [];
      if (keyLogin(machine, name, image).state !== "closed") return [];
      const told =
        name === "root" || usualLoginUsers.has(name) ? name : "an account that is not there by then";
      const written = user.state === "absent" ? "names nobody, which stands for root" : `is ${told}`;
      const message = `connection.user ${written}: ${launch.resource.name} opens ${toldAccount(boot.loginUser, image) ?? "another account"} to its key${name === "root" ? ", and root's key only says to log in as that account" : ""}. What connects here fails once it is there.`;
      // Accounts of a host that is there may have been made since.
      return [{ message, resource, ...(launch.exists && { severity: "low" as const }) }];
    });
  },
});
