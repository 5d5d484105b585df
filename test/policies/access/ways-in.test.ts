import { cannotTell, fails, HOLDS, LIVE_WAYS, WAYS, wayOf } from "../../../policies/access/way";
import { judgedLaunch, shut } from "../../support/subjects";

const states = (change = {}) =>
  Object.fromEntries(WAYS.map((way) => [way, judgedLaunch(change).ways[way].state]));

test("a healthy launch is open everywhere but at a console that asks for a password nobody has", () => {
  expect(states()).toEqual({
    ssh: "open",
    "instance-connect": "open",
    "session-manager": "open",
    "serial-console": "closed",
    "offline-repair": "open",
  });
});

test("a shut launch has offline repair left, which is no way in", () => {
  expect(LIVE_WAYS.filter((way) => states(shut)[way] !== "closed")).toEqual([]);
  expect(states(shut)["offline-repair"]).toBe("open");
});

test("an instance that is there is judged like any other", () => {
  expect(states({ exists: true })).toEqual(states());
});

describe("a way", () => {
  test("is open when every condition holds", () => {
    expect(wayOf([HOLDS, HOLDS])).toEqual({ state: "open", reasons: [] });
  });

  test("is closed as soon as one fails, and tells only what closes it", () => {
    const way = wayOf([cannotTell("a"), fails("b"), HOLDS, fails("c")]);
    expect(way).toEqual({ state: "closed", reasons: [{ what: "b" }, { what: "c" }] });
  });

  test("is unknown as long as something cannot be told", () => {
    expect(wayOf([HOLDS, cannotTell("a")])).toEqual({ state: "unknown", reasons: [{ what: "a" }] });
  });
});
