import type {
  Policy,
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
  StackValidation,
  StackValidationArgs,
} from "@pulumi/policy";
import { describeDetour, describeNotJudged, failureOf } from "../judging/failure";
import { ConfigurationError } from "../judging/settings";
import type { Previews } from "./previews";
import { stackUrn } from "./root";
import type { Session } from "./session";
import { levelOf, saying, type Say } from "./telling";

type Named = Pick<Policy, "name" | "description">;
type Act<Args> = (args: Args, session: Session, say: Say) => void | Promise<void>;

/**
 * What @pulumi/policy calls for a resource. Whatever is thrown there would end the preview with its text and its stack, which
 * may quote the input, or be taken for a value that is not known yet and pass: only a bad configuration is let through, as
 * it is meant for people.
 */
export const caught =
  (policy: Named, previews: Previews, act: Act<ResourceValidationArgs>): ResourceValidation =>
  async (args: ResourceValidationArgs, report: ReportViolation): Promise<void> => {
    const say = saying(policy, report);
    try {
      await act(args, previews.at(args), say);
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      const { urn, type, name } = args;
      const failure = failureOf(policy.name, error);
      previews.now().note({ urn, type, name }, failure);
      if (!previews.now().hasVerdict()) say(describeNotJudged("This", [failure]));
    }
  };

/** The same for a stack: there the policy that failed says so itself, at its own level. */
export const caughtStack =
  (policy: Named, previews: Previews, act: Act<StackValidationArgs>): StackValidation =>
  async (args: StackValidationArgs, report: ReportViolation): Promise<void> => {
    const say = saying(policy, report);
    const session = previews.now();
    try {
      await act(args, session, say);
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      const failures = [failureOf(policy.name, error)];
      const message = `${describeNotJudged("The stack as a whole", failures)}\n${describeDetour(failures)}`;
      say(message, stackUrn(args.resources), levelOf(session));
    }
  };
