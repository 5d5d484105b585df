import { valueOf, type Fact } from "../../facts/fact";
import { flagAt, listAt, textAt, textsAt, valueAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { refer, type Reference, type Target } from "../stack";
import { isPrivate, isWholeWorld, isWithin, mayMeet, versionOf } from "./addresses";
import type { Answer } from "./answer";
import type { AttachedGroups } from "./attached-groups";

/** How the rule resources of one type name whom they are about. */
export interface PeerShape {
  readonly lists: readonly string[];
  readonly texts: readonly string[];
}

/** Whom a rule of a security group is about. */
export type Peer =
  | { readonly kind: "addresses"; readonly range: Fact<string> }
  | { readonly kind: "prefix-list" }
  | { readonly kind: "group"; readonly reference: Reference }
  /** Members of the group itself. */
  | { readonly kind: "self" }
  /** Somebody, or nobody: only known at apply. */
  | { readonly kind: "unseen" };

export type PeerKind = "world" | "addresses" | "private-addresses" | "prefix-list" | "groups";

const groups: Target = {
  types: ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
  names: ["name"],
};

/** Whom the rule at a prefix (`ingress[0].`, or nothing) of a resource names; nobody if it names none. */
export function peersOf(
  stack: Stack,
  { resource, prefix, shape }: { resource: StackResource; prefix: string; shape: PeerShape },
): readonly Peer[] {
  const { inputs } = resource;
  if (inputs === undefined) return [{ kind: "unseen" }];
  const self = flagAt(inputs, `${prefix}self`);
  const peers: Peer[] = self.state === "unknown" ? [{ kind: "unseen" }] : [];
  if (valueOf(self) === true) peers.push({ kind: "self" });
  for (const property of shape.lists) {
    const list = listAt(inputs, `${prefix}${property}`);
    if (list.state === "unknown") peers.push({ kind: "unseen" });
    const texts = textsAt(inputs, `${prefix}${property}`);
    for (const text of texts.state === "known" ? texts.value : [])
      peers.push(peerNamed(stack, resource, property, text));
  }
  for (const property of shape.texts) {
    const value = valueAt(inputs, `${prefix}${property}`);
    // A single peer that is only known at apply is a peer all the same.
    if (value.state === "unknown" || (value.state === "known" && value.value !== ""))
      peers.push(peerNamed(stack, resource, property, textAt(inputs, `${prefix}${property}`)));
  }
  return peers;
}

function peerNamed(stack: Stack, resource: StackResource, property: string, name: Fact<string>): Peer {
  if (/group/i.test(property)) return { kind: "group", reference: refer(stack, resource, name, groups) };
  return /prefix/i.test(property) ? { kind: "prefix-list" } : { kind: "addresses", range: name };
}

/** What sort of peer it is; `undefined` where there may be none. A range that is only known at apply counts as addresses. */
export function kindOfPeer(peer: Peer): PeerKind | undefined {
  switch (peer.kind) {
    case "addresses": {
      const range = valueOf(peer.range);
      if (range === undefined) return "addresses";
      if (isWholeWorld(range)) return "world";
      return isPrivate(range) ? "private-addresses" : "addresses";
    }
    case "prefix-list":
      return "prefix-list";
    case "group":
    case "self":
      return "groups";
    case "unseen":
      return undefined;
  }
}

/** Whether a rule is about somebody; asked of each peer of a rule, and told whose rule it is. */
export type PeerTest = (peer: Peer, group: StackResource) => Answer;

/** Anybody at all. */
export const anybody: PeerTest = (peer) => (peer.kind === "unseen" ? "maybe" : "yes");

/** Any address of the internet. */
export const wholeInternet: PeerTest = (peer) => {
  const kind = kindOfPeer(peer);
  if (kind === "world") return "yes";
  return kind === "private-addresses" || kind === "groups" ? "no" : "maybe";
};

/** A host or an endpoint of a VPC, as rules may name it. */
export interface Host {
  readonly groups: AttachedGroups;
  /** Ranges that its address is in. Empty: not known. */
  readonly ranges: readonly string[];
}

/** One host: by an address range that it is in, or a group that it is a member of. */
export function isHost({ groups: its, ranges }: Host): PeerTest {
  const certain = new Set(its.certain);
  const possible = new Set(its.possible);
  const isMember = (group: StackResource): Answer => {
    if (certain.has(group)) return "yes";
    return possible.has(group) || its.missing.length > 0 ? "maybe" : "no";
  };
  return (peer, group) => {
    switch (peer.kind) {
      case "self":
        return isMember(group);
      case "group":
        return ofReference(peer.reference, isMember, its.missing.length > 0);
      case "addresses": {
        const range = valueOf(peer.range);
        if (range === undefined) return "maybe";
        if (isWholeWorld(range)) return versionOf(range) === 4 ? "yes" : "maybe";
        if (ranges.some((each) => isWithin(each, range))) return "yes";
        return ranges.length === 0 || ranges.some((each) => mayMeet(each, range)) ? "maybe" : "no";
      }
      case "prefix-list":
      case "unseen":
        return "maybe";
    }
  };
}

function ofReference(
  reference: Reference,
  isMember: (group: StackResource) => Answer,
  mayBeOutside: boolean,
): Answer {
  switch (reference.kind) {
    case "found":
      return isMember(reference.resource);
    case "several":
      return reference.resources.some((group) => isMember(group) !== "no") ? "maybe" : "no";
    case "outside":
      return mayBeOutside ? "maybe" : "no";
    case "unknown":
      return "maybe";
  }
}
