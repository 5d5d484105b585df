import { InputPropertiesError, InputPropertyError } from "@pulumi/pulumi";
import { describeProblem, sayProblem, type InputProblem } from "../cloud-init/problem";

/** The error by which Pulumi tells people what is wrong with what they gave: all of it at once. */
export function inputError(component: string, problems: readonly InputProblem[]): Error {
  const [first] = problems;
  if (problems.length === 1 && first !== undefined) {
    return propertyError(component, first);
  }
  const message = [
    `${component}: ${String(problems.length)} of its inputs will not do:`,
    ...problems.map((problem) => `- ${describeProblem(problem)}`),
  ];
  return new InputPropertiesError({
    message: message.join("\n"),
    errors: problems.map((problem) => ({
      propertyPath: unresolved(problem.property),
      reason: sayProblem(problem),
    })),
  });
}

// Pulumi's own message is the reason alone: a program's error would not say which property it is about.
function propertyError(component: string, problem: InputProblem): Error {
  const error = new InputPropertyError({
    propertyPath: unresolved(problem.property),
    reason: sayProblem(problem),
  });
  error.message = `${component}: ${describeProblem(problem)}`;
  Error.captureStackTrace(error, propertyError);
  return error;
}

// From a plugin the engine prints the value that it finds at the path, secret or not: a blank more, and it finds none.
const unresolved = (property: string): string => `${property} `;

/** @throws InputPropertyError or InputPropertiesError when there is any problem */
export function refuse(component: string, problems: readonly InputProblem[]): void {
  if (problems.length > 0) throw inputError(component, problems);
}
