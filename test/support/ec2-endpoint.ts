import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A call as it arrived: the action and its parameters, in the form of the query API that EC2 and IAM speak. Of a call in JSON
 * (Systems Manager) the top-level texts stand for the parameters.
 */
export type Ec2Call = URLSearchParams;

/** What arrived on the wire, for those who pass it on. */
export interface RawCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Ec2Endpoint {
  readonly url: string;
  /** The calls that arrived so far. */
  readonly calls: readonly Ec2Call[];
  stop(): Promise<void>;
}

/** An AWS endpoint on loopback that answers as told: for what moto does not do, refusals and silence above all. */
export async function startEc2Endpoint(
  answer: (call: Ec2Call, response: ServerResponse, raw: RawCall) => void,
): Promise<Ec2Endpoint> {
  const calls: Ec2Call[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const call = callOf(request.headers["x-amz-target"], body);
      calls.push(call);
      answer(call, response, { headers: request.headers, body });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Services that speak JSON name the action in a header: `AmazonSSM.GetServiceSetting`. */
function callOf(target: string | string[] | undefined, body: string): Ec2Call {
  if (typeof target !== "string") return new URLSearchParams(body);
  const parameters = JSON.parse(body) as Record<string, string>;
  return new URLSearchParams({ Action: target.split(".").at(-1) ?? "", ...parameters });
}

/** Answers with the inner XML of a response. */
export function succeed(call: Ec2Call, response: ServerResponse, inner: string): void {
  const name = `${call.get("Action") ?? ""}Response`;
  response.writeHead(200, { "content-type": "text/xml" });
  response.end(
    `<${name} xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${inner}</${name}>`,
  );
}

/** Answers with an error, as EC2 words them. */
export function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { "content-type": "text/xml" });
  response.end(
    `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
  );
}

/** Answers with the inner XML of a result, as IAM wraps it. */
export function succeedIam(call: Ec2Call, response: ServerResponse, inner: string): void {
  const name = call.get("Action") ?? "";
  response.writeHead(200, { "content-type": "text/xml" });
  response.end(
    `<${name}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${name}Result>${inner}</${name}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${name}Response>`,
  );
}

/** Answers in JSON, as Systems Manager does. */
export function succeedJson(response: ServerResponse, answer: unknown): void {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(answer));
}

/** Answers with an error, as each of the services words them. */
export function refuseAs(call: Ec2Call, response: ServerResponse, status: number, code: string): void {
  const message = "AKIATESTTESTTESTTEST is arn:aws:iam::111122223333:user/somebody";
  switch (call.get("Action")) {
    case "GetServiceSetting":
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: code, message }));
      return;
    case "GetAccountAuthorizationDetails":
      response.writeHead(status, { "content-type": "text/xml" });
      response.end(
        `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
      );
      return;
    default:
      refuse(response, status, code, message);
  }
}
