import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { Server } from "node:net";

/** What /latest/meta-data answers: folders are objects, leaves are text. */
export interface MetadataTree {
  readonly [name: string]: string | MetadataTree;
}

/** What the service says; user data and key pair may change while it runs, as they may on EC2 while an instance is stopped. */
export interface Metadata {
  readonly tree: MetadataTree;
  readonly userData: Buffer | undefined;
  readonly publicKeys: readonly { readonly name: string; readonly key: string }[];
}

export interface MetadataService {
  /** One line for each request: method, path and status. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

// The versions that cloud-init's Ec2 datasource asks for, and some more.
const VERSIONS = ["1.0", "2009-04-04", "2016-09-02", "2018-09-24", "2021-03-23", "latest"];
const TTL_HEADER = "x-aws-ec2-metadata-token-ttl-seconds";
const LONGEST_TTL = 21_600;

/**
 * The EC2 instance metadata service, version 2 only: a token first, then what an instance may ask.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 *
 * @param socket a listening socket, in whatever network namespace it was made
 * @param current read at every request
 */
export function serveMetadata(socket: Server, current: () => Metadata): MetadataService {
  const requests: string[] = [];
  const answerTo = service(current);
  const server = createServer((request, response) => {
    const { status, body = "", headers } = answerTo(request);
    requests.push(`${request.method ?? ""} ${request.url ?? ""} ${status}`);
    response.writeHead(status, {
      "content-type": "text/plain",
      "content-length": Buffer.byteLength(body),
      ...headers,
    });
    response.end(body);
  });
  server.listen(socket);
  return {
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

function service(current: () => Metadata): (request: IncomingMessage) => Answer {
  const expiry = new Map<string, number>();
  return (request) => {
    if (request.method === "PUT") return giveToken(request, expiry);
    if (request.method !== "GET") return { status: 405 };
    const token = request.headers["x-aws-ec2-metadata-token"];
    if (typeof token !== "string" || (expiry.get(token) ?? 0) < Date.now()) return { status: 401 };
    const [version, ...path] = (request.url ?? "").split("/").filter((part) => part !== "");
    if (version === undefined) return { status: 200, body: VERSIONS.join("\n") };
    const body = VERSIONS.includes(version) ? lookUp(path, current()) : undefined;
    return body === undefined ? { status: 404 } : { status: 200, body };
  };
}

function giveToken(request: IncomingMessage, expiry: Map<string, number>): Answer {
  const ttl = Number(request.headers[TTL_HEADER]);
  if (request.url !== "/latest/api/token") return { status: 404 };
  if (!(ttl >= 1 && ttl <= LONGEST_TTL)) return { status: 400 };
  const token = randomBytes(40).toString("base64url");
  expiry.set(token, Date.now() + ttl * 1000);
  return { status: 200, body: token, headers: { [TTL_HEADER]: String(ttl) } };
}

function lookUp(path: readonly string[], metadata: Metadata): string | Buffer | undefined {
  if (path.length === 1 && path[0] === "user-data") return metadata.userData;
  const [top, name, ...rest] = path;
  if (top === "meta-data" && name === "public-keys") return publicKeys(rest, metadata.publicKeys);
  const tree: MetadataTree = metadata.publicKeys.length
    ? { ...metadata.tree, "meta-data": { ...folder(metadata.tree["meta-data"]), "public-keys": {} } }
    : metadata.tree;
  let at: string | MetadataTree | undefined = tree;
  for (const part of path) at = typeof at === "object" && Object.hasOwn(at, part) ? at[part] : undefined;
  return typeof at === "object" ? listing(at) : at;
}

/** The one odd corner of the tree: its listing is `0=name`, its folders are the numbers. */
function publicKeys(path: readonly string[], keys: Metadata["publicKeys"]): string | undefined {
  if (keys.length === 0) return undefined;
  const [index, format] = path;
  if (index === undefined) return keys.map(({ name }, at) => `${at}=${name}`).join("\n");
  const key = keys[Number(index)];
  if (!key) return undefined;
  if (format === undefined) return "openssh-key";
  return format === "openssh-key" ? key.key : undefined;
}

function folder(entry: string | MetadataTree | undefined): MetadataTree {
  return typeof entry === "object" ? entry : {};
}

function listing(tree: MetadataTree): string {
  return Object.entries(tree)
    .map(([name, entry]) => (typeof entry === "object" ? `${name}/` : name))
    .join("\n");
}
