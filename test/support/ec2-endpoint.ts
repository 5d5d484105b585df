import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A call as it arrived: the action and its parameters, in the form of the EC2 query API. */
export type Ec2Call = URLSearchParams;

export interface Ec2Endpoint {
  readonly url: string;
  /** The calls that arrived so far. */
  readonly calls: readonly Ec2Call[];
  stop(): Promise<void>;
}

/** An EC2 endpoint on loopback that answers as told: for what moto does not do, refusals and silence above all. */
export async function startEc2Endpoint(
  answer: (call: Ec2Call, response: ServerResponse) => void,
): Promise<Ec2Endpoint> {
  const calls: Ec2Call[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const call = new URLSearchParams(body);
      calls.push(call);
      answer(call, response);
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
