import * as fc from "fast-check";
import { command, type Effect, oneOf, told, word } from "./effect";

const MAIN = "/etc/ssh/sshd_config";
const DROPINS = "/etc/ssh/sshd_config.d";

const SETTINGS = [
  "PubkeyAuthentication no",
  "PasswordAuthentication no",
  "PermitRootLogin no",
  "AllowUsers admin",
  "AllowUsers ops",
  "AllowUsers deploy",
  "AllowUsers admin ops",
  "DenyUsers admin",
  "DenyUsers root guest",
  "AllowGroups sudo",
  "AllowGroups operators",
  "DenyGroups sudo",
  "Port 2222",
  "UsePAM no",
  "StrictModes no",
  "AuthorizedKeysFile /etc/ssh/keys/%u",
  "AuthorizedKeysFile .ssh/authorized_keys",
  "AuthorizedKeysFile none",
  "AuthenticationMethods publickey",
  "AuthenticationMethods password",
  "ForceCommand /bin/false",
  "MaxSessions 0",
  "X11Forwarding no",
  "ClientAliveInterval 300",
  "PermitRootLogn no",
  "LoginGraceTime never",
  "Banner /etc/issue.net",
  "Ciphers aes256-ctr",
  "Ciphers arcfour",
];

const setting = word(...SETTINGS);
const dropin = word(
  "00-base.conf",
  "10-hardening.conf",
  "99-local.conf",
  "60-team.conf",
  "keys.conf.disabled",
);

const appended = setting.map((line) => command(`echo "${line}" >> ${MAIN}`));

const dropped = fc
  .tuple(setting, dropin, word("echo", "printf", "tee", "here-doc"))
  .map(([line, name, way]): Effect => {
    const file = `${DROPINS}/${name}`;
    if (way === "here-doc") {
      return {
        told: told(`${name}: ${line}`),
        lines: [`cat > ${file} <<EOF`, line, "EOF"],
      };
    }
    if (way === "tee") return command(`echo '${line}' | tee ${file} >/dev/null`);
    return way === "echo"
      ? command(`echo "${line}" > ${file}`)
      : command(`printf '%s\\n' '${line}' > ${file}`);
  });

const matched = fc
  .tuple(word("User admin", "User ops", "Group sudo", "Address 10.0.0.0/8", "all"), setting)
  .map(([condition, line]) => command(`printf 'Match ${condition}\\n  ${line}\\n' >> ${MAIN}`));

const substituted = fc
  .tuple(
    word(
      "PubkeyAuthentication",
      "PermitRootLogin",
      "Port",
      "UsePAM",
      "StrictModes",
      "PasswordAuthentication",
    ),
  )
  .chain(([keyword]) =>
    fc
      .tuple(
        word(...SETTINGS.filter((line) => line.startsWith(`${keyword} `))),
        word(`s/^#\\?${keyword}.*/@/`, `s/^${keyword} .*/@/`, `s|^#${keyword}.*|@|`, `1i @`, `$ a @`),
      )
      .map(([line, script]) => command(`sed -i '${script.replace("@", line)}' ${MAIN}`)),
  );

const edits = oneOf(
  `sed -i '/^AllowUsers/d' ${MAIN}`,
  `sed -i 's/^\\(AllowUsers .*\\)/\\1 admin/' ${MAIN}`,
  `sed -i 's/^DenyUsers.*/# &/' ${MAIN} ${DROPINS}/10-hardening.conf`,
  `cat ${DROPINS}/10-hardening.conf >> ${MAIN}`,
  `mv ${DROPINS}/00-base.conf ${DROPINS}/00-base.conf.off`,
  `sed -i '/^Include/d' ${MAIN}`,
  `sed -i -E 's/^#?(PasswordAuthentication) .*/\\1 no/' ${MAIN}`,
  `rm -f ${DROPINS}/*.conf`,
  `cp ${MAIN} ${MAIN}.bak`,
  `mkdir -p /etc/ssh/keys && cp /home/admin/.ssh/authorized_keys /etc/ssh/keys/admin && chmod 644 /etc/ssh/keys/admin`,
  `truncate -s 0 ${MAIN}`,
  `rm -f ${MAIN}`,
  `rm -f /etc/ssh/ssh_host_*`,
);

/** sshd's configuration, in its own file and in what that includes. */
export const sshdEffects = fc.oneof(
  { weight: 4, arbitrary: appended },
  { weight: 5, arbitrary: dropped },
  { weight: 2, arbitrary: matched },
  { weight: 3, arbitrary: substituted },
  { weight: 2, arbitrary: edits },
);
