import { status } from "@grpc/grpc-js";
import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb";
import rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { OFFLINE_INPUT } from "../facts/offline";
import type { Autonaming } from "./autoname";
import { readConfiguration } from "./configuration";
import { difference } from "./diff";
import type { Difference } from "./diff";
import { invoke } from "./invokes/invoke";
import type { Overrides } from "./overrides";
import { isReference, mayDeploy, refusalToMake, refusalToTouch, wasMadeOffline } from "./deploying";
import { check, create, read, update } from "./provider";
import { fromStruct, toStruct } from "./properties";
import { Refusal, refuse } from "./refusal";
import { resourceType } from "./table";

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly overrides: Overrides;
}

// The engine warns if a plugin is older than the package version that the program asked for. This provider serves any.
const VERSION = "7.9999.0-offline";

/**
 * The methods of pulumirpc.ResourceProvider. Those that are missing (Handshake, Construct, Call, …) the server answers
 * with UNIMPLEMENTED, as the real provider does.
 */
export function handlers({ environment, overrides }: Surroundings): UntypedServiceImplementation {
  let configuration = readConfiguration({}, environment);
  const deploys = mayDeploy(environment);
  return {
    getPluginInfo: answering(() => {
      const info = new plugin.PluginInfo();
      info.setVersion(VERSION);
      return info;
    }),
    attach: answering(() => new Empty()),
    cancel: answering(() => new Empty()),
    checkConfig: answering((request: rpc.CheckRequest) => {
      const response = new rpc.CheckResponse();
      response.setInputs(toStruct({ ...fromStruct(request.getNews()), [OFFLINE_INPUT]: "true" }));
      if (overrides.problem !== undefined) response.addFailures(failure(overrides.problem));
      return response;
    }),
    diffConfig: answering((request: rpc.DiffRequest) =>
      diffResponse(
        difference(
          {
            token: request.getType(),
            oldInputs: fromStruct(request.getOldInputs()),
            newInputs: fromStruct(request.getNews()),
            // A stack that AWS's own provider deployed shows no change for that.
            ignoreChanges: [OFFLINE_INPUT, ...request.getIgnorechangesList()],
          },
          undefined,
        ),
      ),
    ),
    configure: answering((request: rpc.ConfigureRequest) => {
      configuration = readConfiguration(fromStruct(request.getArgs()), environment);
      const response = new rpc.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setAcceptoutputs(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      // The real provider takes no resource references either: the engine then sends their ids.
      response.setAcceptresources(false);
      return response;
    }),
    check: answering((request: rpc.CheckRequest) => {
      const autonaming = autonamingOf(request.getAutonaming());
      const inputs = check(
        {
          urn: request.getUrn(),
          token: tokenOf(request),
          olds: fromStruct(request.getOlds()),
          news: fromStruct(request.getNews()),
          randomSeed: request.getRandomseed_asU8(),
          ...(autonaming !== undefined && { autonaming }),
        },
        configuration,
      );
      const response = new rpc.CheckResponse();
      response.setInputs(toStruct(inputs));
      return response;
    }),
    diff: answering((request: rpc.DiffRequest) => {
      const token = tokenOf(request);
      return diffResponse(
        difference(
          {
            token,
            oldInputs: fromStruct(request.getOldInputs()),
            newInputs: fromStruct(request.getNews()),
            ignoreChanges: request.getIgnorechangesList(),
          },
          resourceType(token, configuration.major),
        ),
      );
    }),
    create: answering((request: rpc.CreateRequest) => {
      if (!request.getPreview() && !deploys) refuse(refusalToMake(request.getUrn(), "created"));
      const inputs = fromStruct(request.getProperties());
      const resource = create(
        { urn: request.getUrn(), token: tokenOf(request), inputs, preview: request.getPreview() },
        configuration,
      );
      const response = new rpc.CreateResponse();
      response.setId(resource.id);
      response.setProperties(toStruct(resource.outputs));
      return response;
    }),
    read: answering((request: rpc.ReadRequest) => {
      const id = request.getId();
      const inputs = request.hasInputs() ? fromStruct(request.getInputs()) : undefined;
      const state = fromStruct(request.getProperties());
      const isOurs = wasMadeOffline(state);
      if (!isOurs && !isReference(inputs, state)) refuse(refusalToTouch(request.getUrn(), id, "read"));
      const outputs = isOurs ? state : read(tokenOf(request), id, inputs ?? {}, configuration);
      const response = new rpc.ReadResponse();
      response.setId(id);
      response.setProperties(toStruct(outputs));
      response.setInputs(toStruct(inputs ?? {}));
      return response;
    }),
    update: answering((request: rpc.UpdateRequest) => {
      const previous = fromStruct(request.getOlds());
      const [urn, id, preview] = [request.getUrn(), request.getId(), request.getPreview()];
      if (!preview && !wasMadeOffline(previous)) refuse(refusalToTouch(urn, id, "updated"));
      if (!preview && !deploys) refuse(refusalToMake(urn, "updated"));
      const inputs = fromStruct(request.getNews());
      const outputs = update({ urn, id, token: tokenOf(request), inputs, previous, preview }, configuration);
      const response = new rpc.UpdateResponse();
      response.setProperties(toStruct(outputs));
      return response;
    }),
    delete: answering((request: rpc.DeleteRequest) => {
      if (!wasMadeOffline(fromStruct(request.getProperties()))) {
        refuse(refusalToTouch(request.getUrn(), request.getId(), "deleted"));
      }
      return new Empty();
    }),
    invoke: answering((request: rpc.InvokeRequest) => {
      if (overrides.problem !== undefined) refuse(overrides.problem);
      const answer = invoke(request.getTok(), fromStruct(request.getArgs()), configuration, overrides);
      if ("refused" in answer) return refuse(answer.refused);
      const response = new rpc.InvokeResponse();
      response.setReturn(toStruct(answer.result));
      return response;
    }),
  };
}

function answering<Request, Response>(respond: (request: Request) => Response) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    try {
      callback(null, respond(call.request));
    } catch (error) {
      callback(failureOf(error), null);
    }
  };
}

/** What a bug says may hold what the program sent, so that its class has to do. */
function failureOf(error: unknown): { readonly code: status; readonly message: string } {
  if (error instanceof Refusal) return { code: status.FAILED_PRECONDITION, message: error.message };
  const what = error instanceof Error ? error.name : "no error";
  return {
    code: status.INTERNAL,
    message: `Latchkey's offline AWS provider failed (${what}): a bug, please report it.`,
  };
}

function failure(reason: string): rpc.CheckFailure {
  const response = new rpc.CheckFailure();
  response.setReason(reason);
  return response;
}

/** The type is a field of its own since Pulumi 3.135; it is part of the URN in any version. */
function tokenOf(request: { getType(): string; getUrn(): string }): string {
  const qualified = request.getUrn().split("::")[2] ?? "";
  return request.getType() || (qualified.split("$").at(-1) ?? "");
}

function autonamingOf(options: rpc.CheckRequest.AutonamingOptions | undefined): Autonaming | undefined {
  if (options === undefined) return undefined;
  const { Mode } = rpc.CheckRequest.AutonamingOptions;
  const modes = { [Mode.PROPOSE]: "propose", [Mode.ENFORCE]: "enforce", [Mode.DISABLE]: "disable" } as const;
  return { mode: modes[options.getMode()], proposedName: options.getProposedName() };
}

const KINDS = {
  add: ["ADD", "ADD_REPLACE"],
  delete: ["DELETE", "DELETE_REPLACE"],
  update: ["UPDATE", "UPDATE_REPLACE"],
} as const;

function diffResponse({ changes, deleteBeforeReplace }: Difference): rpc.DiffResponse {
  const response = new rpc.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const { property, kind, replaces } of changes) {
    const detail = new rpc.PropertyDiff();
    detail.setKind(rpc.PropertyDiff.Kind[KINDS[kind][replaces ? 1 : 0]]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(property, detail);
    response.addDiffs(property);
    if (replaces) response.addReplaces(property);
  }
  return response;
}
