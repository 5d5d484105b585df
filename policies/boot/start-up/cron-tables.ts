import type { SourceText } from "../../facts/place";
import { sourceOfText } from "../machine/file-text";
import { mentioned, trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { isExact } from "../shell/value";

/** Where crontab(1) keeps each account's own table, by its name. */
export const CRONTABS = "/var/spool/cron/crontabs";

/** A line of a table (crontab(5)). */
export interface CronJob {
  readonly user: string;
  readonly command: SourceText;
  /** When the host starts, rather than at some time of the day. */
  readonly atBoot: boolean;
}

export interface CronTables {
  readonly jobs: readonly CronJob[];
  /** Tables of which some line cannot be told. */
  readonly unseen: readonly Origin[];
}

/** What cron runs: the tables of the system and of each account, as far as the user data wrote them. */
export function cronTables(machine: Machine): CronTables {
  const jobs: CronJob[] = [];
  const unseen: Origin[] = [];
  for (const path of mentioned(machine, "file")) {
    const isSystem = /^\/etc\/(?:cron\.d\/[\w-]+|crontab)$/u.test(path);
    const account = path.startsWith(`${CRONTABS}/`) ? path.slice(CRONTABS.length + 1) : undefined;
    if (!isSystem && account === undefined) continue;
    const exists = trait(machine, "file", path, "exists");
    if (is(exists, false)) continue;
    const content = trait(machine, "file", path, "content");
    if (!content.certain) {
      // What the image's own tables hold is its business.
      if (content.since.from === "user-data") unseen.push(content.since);
      continue;
    }
    const source = sourceOfText(content.value);
    if (source === undefined || !isExact(source.text)) unseen.push(content.since);
    if (source !== undefined) jobs.push(...jobsOf(source, account));
  }
  return { jobs, unseen };
}

const TIME = /^(\s*(?:@(\w+)|(?:[\w*,/~-]+[ \t]+){4}[\w*,/~-]+)[ \t]+)(\S.*)$/u;

function jobsOf(source: SourceText, account: string | undefined): readonly CronJob[] {
  const jobs: CronJob[] = [];
  let offset = 0;
  for (const line of source.text.split("\n")) {
    const job = isExact(line) ? readLine(line, account) : undefined;
    if (job !== undefined) {
      const start = offset + job.at;
      const command = { text: job.text, placeAt: (at: number) => source.placeAt(start + at) };
      jobs.push({ user: job.user, command, atBoot: job.atBoot });
    }
    offset += line.length + 1;
  }
  return jobs;
}

function readLine(line: string, account: string | undefined) {
  const [, time = "", word, rest] = TIME.exec(line) ?? [];
  if (rest === undefined) return undefined;
  const atBoot = word === "reboot";
  if (account !== undefined) return { user: account, at: time.length, text: rest, atBoot };
  const [, named = "", user = "", text] = /^((\S+)[ \t]+)(\S.*)$/u.exec(rest) ?? [];
  return text === undefined ? undefined : { user, at: time.length + named.length, text, atBoot };
}
