/**
 * One violation as the engine reports it (`apitype.PolicyEvent` of the Pulumi SDK).
 * `message` is the policy's description, a line break, and the text of the violation.
 */
export interface EngineFinding {
  readonly policy: string;
  readonly level: "advisory" | "mandatory" | "remediate" | "disabled";
  readonly urn: string;
  readonly resource: { readonly type: string; readonly name: string };
  readonly severity: "low" | "medium" | "high" | "critical" | undefined;
  readonly message: string;
}

interface PolicyEvent {
  readonly policyName: string;
  readonly enforcementLevel: EngineFinding["level"];
  readonly resourceUrn?: string;
  readonly severity?: NonNullable<EngineFinding["severity"]>;
  readonly message: string;
}

interface EngineEvent {
  readonly policyEvent?: PolicyEvent;
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
}

/** @param text what the CLI writes to an event log, or prints with --json: one engine event a line */
function parseEvents(text: string): readonly EngineEvent[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
}

/** The violations in a stream of engine events, in the order of the stream. */
export function findingsIn(text: string): readonly EngineFinding[] {
  return parseEvents(text).flatMap(({ policyEvent }) => (policyEvent ? [toFinding(policyEvent)] : []));
}

/** The error messages in a stream of engine events. A stop by a mandatory policy is one: "preview failed". */
export function errorsIn(text: string): readonly string[] {
  return parseEvents(text).flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : [],
  );
}

function toFinding(event: PolicyEvent): EngineFinding {
  const urn = event.resourceUrn ?? "";
  return {
    policy: event.policyName,
    level: event.enforcementLevel,
    urn,
    resource: resourceOf(urn),
    severity: event.severity,
    message: event.message.trimEnd(),
  };
}

/** `urn:pulumi:stack::project::parentType$type::name`; a name may contain colons. */
function resourceOf(urn: string): EngineFinding["resource"] {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
