import { describeInLab } from "../lab/requirements";
import { type Name, NAMES, OWNERS_FILES, type OwnersFiles, SEVEN } from "./owners-files";
import { inRoot, SHELLS } from "./throw-away-root";
import { withFiles } from "./with-files";
import { join } from "node:path";

const BORDER = "=====";
const LANES = 2;
const EACH_MS = 40_000;
const HELPERS = [join(__dirname, "in-root.sh")];

// Every file of the owner's for sshd, with the mode, and what lies where a name that is not quoted would lead.
const OWNERS = `(cd / && find etc/ssh my.conf 10 -type f ! -path 'etc/ssh/latchkey/*' ! -name 00-latchkey.conf ! -name 'ssh_host_*' \\
  -printf '%m %u %p ' -exec sh -c 'cksum <"$1"' sum {} ';' 2>/dev/null | sort)`;

/** When the owner wrote them: before the program ran for the first time, or on a host that it knows. */
const VARIANTS = [
  { when: "before the first boot", first: true, keepOpen: false },
  { when: "later", first: false, keepOpen: false },
  { when: "later, with keepOpen", first: false, keepOpen: true },
] as const;
type Variant = (typeof VARIANTS)[number];

interface Seen {
  readonly meant: readonly string[];
  readonly before: string;
  readonly after: string;
  readonly open: readonly string[];
  readonly status: string;
  readonly inForce: string;
}

describeInLab("what the owner of a host has written for sshd", () => {
  describe.each(VARIANTS)("$when", (variant) => {
    const seen = new Map<OwnersFiles, Seen | Error>();
    beforeAll(async () => {
      const waiting = [...OWNERS_FILES.entries()];
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [index, files] = next;
          const shell = SHELLS[index % SHELLS.length] ?? "dash";
          seen.set(files, await see(shell, files, variant).catch((error: unknown) => error as Error));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    }, OWNERS_FILES.length * EACH_MS);

    describe.each(OWNERS_FILES)("$name", (files) => {
      const outcome = (): Seen => {
        const found = seen.get(files);
        if (found === undefined || found instanceof Error) throw found ?? new Error("was not run");
        return found;
      };
      const open = variant.keepOpen ? (files.keptOpen ?? files.open) : files.open;

      it("stays as it is, to the byte", () => {
        expect(outcome().after).toBe(outcome().before);
        expect(outcome().before).not.toBe("");
      });

      it(`lets in ${open.length === 0 ? "nobody" : open.join(", ")}`, () => {
        // What it means without the program is seen where the program has not run.
        expect({ meant: outcome().meant, open: outcome().open }).toEqual({
          meant: variant.first ? files.meant : [],
          open,
        });
      });

      it("is in force, and told where it keeps a declared account out", () => {
        const { inForce, status } = outcome();
        expect((files.inForce ?? []).filter((line) => !inForce.split("\n").includes(line))).toEqual([]);
        const declared = (name: Name): boolean => name === "admin" || name === "carol";
        for (const name of NAMES.filter(declared).filter((each) => !open.includes(each))) {
          expect(tellingLines(status, name, files)).not.toEqual([]);
        }
      });
    });
  });
});

/** Lines of the status that name the account, and the setting with its file and line. */
function tellingLines(status: string, name: Name, { told }: OwnersFiles): readonly string[] {
  const lines = status.split("\n").filter((line) => /^(?:note|failure)='/u.test(line) && line.includes(name));
  if (told === undefined) return lines;
  return lines.filter(
    (line) =>
      new RegExp(told.keyword, "iu").test(line) && new RegExp(`${told.file}\\b\\D{1,8}\\d`, "u").test(line),
  );
}

async function see(shell: (typeof SHELLS)[number], files: OwnersFiles, variant: Variant): Promise<Seen> {
  const { first, keepOpen } = variant;
  const whoByOwn = `sshd_up; who_gets_in own ${NAMES.join(" ")}; sshd_down`;
  const text = `. /srv/in-root.sh
make_host ${NAMES.join(" ")}
declare_all admin carol <<'CONF'
${keepOpen ? "keep_open='yes'\n" : ""}CONF
${first ? "" : "repair >/dev/null 2>&1 || true"}
${files.shell}
echo ${BORDER}
${first ? whoByOwn : ":"}
echo ${BORDER}
${OWNERS}
repair >/dev/null 2>&1 || true
echo ${BORDER}
${OWNERS}
echo ${BORDER}
sshd_up; who_gets_in probe admin carol; who_gets_in own dave frank; sshd_down
echo ${BORDER}
cat /var/lib/latchkey/status
echo ${BORDER}
sshd -T -C user=dave,host=client,addr=203.0.113.1,laddr=127.0.0.1,lport=22
`;
  const { stdout, stderr } = await inRoot(shell, withFiles(HELPERS, text));
  const [, meant, before, after, open, status, inForce] = stdout.split(`${BORDER}\n`);
  if (inForce === undefined || inForce === "")
    throw new Error(`the case itself failed: ${stdout}${stderr.slice(-1000)}`);
  return {
    ...{ meant: whoOf(meant ?? ""), open: whoOf(open ?? ""), status: status ?? "", inForce },
    ...{ before: before ?? "", after: after ?? "" },
  };
}

const whoOf = (text: string): readonly string[] =>
  [...text.matchAll(/^(\w+) gets in by/gmu)].map(([, name]) => name ?? "");

describeInLab("a drop-in with a word that sshd does not know, beside seven that it does,", () => {
  const DROP_IN = "/etc/ssh/sshd_config.d/10-hardening.conf";
  const start = `. /srv/in-root.sh
make_host admin dave
declare_all admin </dev/null
repair >/dev/null 2>&1 || true
`;
  const end = `repair >/dev/null 2>&1 || true
sshd -t && sshd -T -C user=dave,host=client,addr=203.0.113.1,laddr=127.0.0.1,lport=22
echo ${BORDER}
sshd_up; who_gets_in probe admin; who_gets_in own dave; sshd_down
echo ${BORDER}
cat ${DROP_IN}
echo ${BORDER}
grep -rl 'Hardening yes' /etc/ssh /var/lib/latchkey
`;

  it.each([
    {
      when: "added to it later",
      shell: `cat >${DROP_IN} <<'OWNER'\n${SEVEN}OWNER\nrepair >/dev/null 2>&1 || true\necho 'Hardening yes' >>${DROP_IN}\n`,
      becomes: SEVEN,
    },
    { when: "in it from the start", shell: `cat >${DROP_IN} <<'OWNER'\n${SEVEN}Hardening yes\nOWNER\n` },
  ])(
    "$when: keeps the seven in force, and the text as it was found",
    async ({ shell, becomes }) => {
      const { stdout, stderr } = await inRoot("dash", withFiles(HELPERS, start + shell + end));
      const [inForce = "", logIns, text, found] = stdout.split(`${BORDER}\n`);
      const lost = SEVEN.toLowerCase()
        .trim()
        .split("\n")
        .filter((line) => !inForce.split("\n").includes(line));
      expect({ lost, logIns, text, found, stderr }).toEqual({
        lost: [],
        logIns: "admin gets in by probe\ndave gets in by own\n",
        text: becomes ?? expect.stringContaining(SEVEN),
        found: expect.stringMatching(/^\/\S+$/mu),
        stderr: expect.any(String),
      });
    },
    120_000,
  );
});
