/** A step of a run, with how it ended. */
interface Step {
  readonly name: string;
  readonly end: string;
}

const STEP = /^step='(?<name>\S+) (?<end>done|failed|cut off)'$/gmu;
/** What a status has lines of, after the first. */
const LINE = /^(?:version|ran|boot|result|repairs|failures|repair|failure|note|step)='[\x20-\x7e]*'$/u;
/** The only one whose end is an account's to delay; nobody's choice ends the others. */
const OF_THE_ACCOUNT = "homes";
const NEEDED = ["hostkeys", "sshd", "accounts", "service", "agent"];

export const stepsOf = (status: string): readonly Step[] =>
  [...status.matchAll(STEP)].map(({ groups }) => ({ name: groups?.name ?? "", end: groups?.end ?? "" }));

/**
 * What speaks against a status being that of a run of this boot that went through all of its steps; nothing when it is.
 *
 * @param bootId of the host now
 */
export function notGoneThrough(status: string, bootId: string): readonly string[] {
  if (status === "") return ["there is no status"];
  const steps = stepsOf(status);
  const ends = new Map(steps.map(({ name, end }) => [name, end]));
  return [
    ...(status.includes(`boot='${bootId}'\n`) ? [] : ["it is of another boot"]),
    ...(steps.length === 0 ? ["it tells no step"] : []),
    ...(steps.length === ends.size ? [] : ["it tells a step twice"]),
    ...NEEDED.filter((name) => !ends.has(name)).map((name) => `${name}: not told`),
    ...steps
      .filter(({ name, end }) => end !== "done" && name !== OF_THE_ACCOUNT)
      .map(({ name, end }) => `${name}: ${end}`),
  ];
}

/** Lines of a status that none has: a name that somebody chose came into it as it was. */
export const strangeLines = (status: string): readonly string[] =>
  status.split("\n").filter((line) => line !== "" && !LINE.test(line));
