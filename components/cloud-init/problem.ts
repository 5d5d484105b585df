/** One thing that is wrong with what was given. Never holds a key, a password, a hash or a text of user data. */
export interface InputProblem {
  /** Path of the option, as in `users[1].sshAuthorizedKeys[0]`. */
  readonly property: string;
  /** What is wrong with it, and in which line, as a sentence without a full stop. */
  readonly reason: string;
  /** What to do about it, as a sentence without a full stop. */
  readonly remedy: string;
}

/** What was given cannot be composed; all that is wrong is told at once. */
export class InputProblemsError extends Error {
  constructor(readonly problems: readonly InputProblem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.name = "InputProblemsError";
  }
}

/** `users[0].name: … . …` on one line. */
export const describeProblem = ({ property, reason, remedy }: InputProblem): string =>
  `${property}: ${sayProblem({ reason, remedy })}`;

/** Reason and remedy, without the property. */
export const sayProblem = ({ reason, remedy }: Pick<InputProblem, "reason" | "remedy">): string =>
  `${reason}. ${remedy}.`;

/** @throws InputProblemsError when there is any problem */
export function assertNone(problems: readonly InputProblem[]): void {
  if (problems.length > 0) throw new InputProblemsError(problems);
}
