import { bash, DEBIAN, verdict } from "../../judge";

const shutting = "echo 'AllowUsers nobody' > /root/new";
const CONFIG = "/etc/ssh/sshd_config";
const KEYS = "/home/admin/.ssh/authorized_keys";

describe("options of what copies and moves: which take a word is the command's own", () => {
  it.each([
    ["mv -f", "closed", [shutting, `mv -f /root/new ${CONFIG}`]],
    ["mv -f, and the file is gone", "closed", [`mv -f ${KEYS} /root/keys`]],
    ["mv -T", "closed", [shutting, `mv -T /root/new ${CONFIG}`]],
    ["mv -vf", "closed", [shutting, `mv -vf /root/new ${CONFIG}`]],
    ["mv -S", "closed", [shutting, `mv -S .old /root/new ${CONFIG}`]],
    ["mv -t", "closed", [`mv -t /root ${KEYS}`]],
    ["cp -f", "closed", [shutting, `cp -f /root/new ${CONFIG}`]],
    ["cp -r", "closed", [shutting, `cp -r /root/new ${CONFIG}`]],
    ["cp --suffix", "closed", [shutting, `cp --suffix .old /root/new ${CONFIG}`]],
    ["install -m", "closed", [shutting, `install -m 644 /root/new ${CONFIG}`]],
    ["install -o and -g", "closed", [shutting, `install -o root -g root /root/new ${CONFIG}`]],
    ["rsync -a", "closed", [shutting, `rsync -a /root/new ${CONFIG}`]],
    ["rsync -a, with a shell for the way", "closed", [shutting, `rsync -a -e ssh /root/new ${CONFIG}`]],
    ["rsync with times, group and owner", "closed", [shutting, `rsync -atgo /root/new ${CONFIG}`]],
    ["rsync that keeps some out", "unknown", [shutting, `rsync -a -f '- x' /root/new ${CONFIG}`]],
  ])("%s: %s", (_, state, lines) => {
    expect(verdict(bash(...lines, "systemctl restart ssh"), { image: DEBIAN })).toBe(state);
  });
});
