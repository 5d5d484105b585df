import { bash, verdict } from "../../judge";

const KEYS = "/home/ubuntu/.ssh/authorized_keys";
const copied = ["mkdir -p /srv/keys", `cp ${KEYS} /srv/keys/u`];

describe("ln", () => {
  it.each([
    [
      "a home that is moved and linked back",
      "open",
      bash("mkdir /d", "mv /home/ubuntu /d/u", "ln -s /d/u /home/ubuntu"),
    ],
    [
      "a folder behind the link that everybody may write to",
      "closed",
      bash("mkdir /d", "mv /home/ubuntu /d/u", "ln -s /d/u /home/ubuntu", "chmod 777 /d/u"),
    ],
    [
      "a folder above a home behind a link that everybody may write to",
      "open",
      bash("mkdir /d", "mv /home/ubuntu /d/u", "ln -s /d/u /home/ubuntu", "chmod 777 /d"),
    ],
    [
      "modes that are changed through a link",
      "closed",
      bash("mkdir /d", "mv /home/ubuntu /d/u", "ln -s /d/u /home/ubuntu", "chmod 777 /home/ubuntu"),
    ],
    [
      "a recursive change that stops at a link",
      "open",
      bash("mkdir /d", "mv /home/ubuntu /d/u", "ln -s /d/u /home/ubuntu", "chmod -R 777 /home"),
    ],
    [
      "a link to a copy of the keys",
      "open",
      bash(...copied, "chown ubuntu /srv/keys/u", `ln -sf /srv/keys/u ${KEYS}`),
    ],
    [
      "a link to a copy in a folder that everybody may write to",
      "closed",
      bash(...copied, "chown ubuntu /srv/keys/u", "chmod 777 /srv/keys", `ln -sf /srv/keys/u ${KEYS}`),
    ],
    [
      "a link to a copy that the account cannot read",
      "closed",
      bash(...copied, `ln -sf /srv/keys/u ${KEYS}`),
    ],
    ["a link to nothing", "closed", bash(`ln -sf /srv/keys/u ${KEYS}`)],
    ["a link where a file is", "open", bash(`ln -s /srv/keys/u ${KEYS}`)],
    ["a link to something that is not known", "unknown", bash(`ln -sf /etc/keys/u ${KEYS}`)],
    [
      "a link that is removed with the file put back",
      "open",
      bash(`mv ${KEYS} /root/k`, `ln -s /root/k ${KEYS}`, `rm ${KEYS}`, `mv /root/k ${KEYS}`),
    ],
    ["a link elsewhere", "open", bash("ln -s /opt/app/bin/tool /usr/local/bin/tool")],
    [
      "links in a circle",
      "closed",
      bash("rm -r /home/ubuntu", "ln -s /home/b /home/ubuntu", "ln -s /home/ubuntu /home/b"),
    ],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
