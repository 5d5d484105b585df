import { request, type ServerResponse } from "node:http";
import {
  startEc2Endpoint,
  succeed,
  succeedJson,
  type Ec2Call,
  type Ec2Endpoint,
  type RawCall,
} from "./ec2-endpoint";
import type { Moto } from "./moto";

/** Answers a call itself, and says so; what is not answered goes on to moto. */
export type OwnAnswer = (call: Ec2Call, response: ServerResponse) => boolean;

/** What moto 5.2 has not: the console's switch, Instance Connect endpoints, and the setting of host management. */
const withoutMoto: OwnAnswer = (call, response) => {
  switch (call.get("Action")) {
    case "GetSerialConsoleAccessStatus":
      succeed(call, response, "<serialConsoleAccessEnabled>false</serialConsoleAccessEnabled>");
      return true;
    case "DescribeInstanceConnectEndpoints":
      succeed(call, response, "<instanceConnectEndpointSet/>");
      return true;
    case "GetServiceSetting":
      succeedJson(response, { ServiceSetting: { SettingValue: "$None", Status: "Default" } });
      return true;
    default:
      return false;
  }
};

/**
 * An AWS on loopback that notes every call, answers those itself that `own` or moto's gaps want answered, and has moto
 * answer the rest. Where moto has gone, the connection breaks.
 */
export function startAwsFront(moto: Moto, own: OwnAnswer = () => false): Promise<Ec2Endpoint> {
  return startEc2Endpoint((call, response, raw) => {
    if (!own(call, response) && !withoutMoto(call, response)) forward(moto, raw, response);
  });
}

function forward(moto: Moto, { headers, body }: RawCall, response: ServerResponse): void {
  const onward = request(moto.url, { method: "POST", headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  onward.end(body);
}

/** The actions that arrived, each with how often. */
export function tally(calls: readonly Ec2Call[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const call of calls) {
    const action = call.get("Action") ?? "";
    counts[action] = (counts[action] ?? 0) + 1;
  }
  return counts;
}
