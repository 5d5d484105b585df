// RandomPassword of @pulumi/random, whose plugin cannot be had offline: it makes a password when the resource is created,
// and from then on the password is what the state says. Any argument that it does not know it refuses.
//
// Usage: the engine finds bin/pulumi-resource-random on PATH.
import { randomInt } from "node:crypto";
import { createRequire } from "node:module";
import { answering, diffing, read, response, rpc, serve, UNKNOWN, write } from "../serving.mjs";

const require = createRequire(import.meta.url);
const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** @param {number} length */
const password = (length) =>
  Array.from({ length }, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join("");

/** @param {Record<string, unknown>} inputs @returns {string | undefined} why they will not do */
function problem({ length, special, ...others }) {
  if (!Number.isInteger(length) || length < 1) return "length must be a whole number above 0";
  if (special !== false) return "special must be false: the test provider makes letters and digits only";
  const [name] = Object.keys(others).filter((each) => !each.startsWith("__"));
  return name === undefined ? undefined : `the test provider does not know ${name}`;
}

serve(require("@pulumi/random/package.json").version, {
  configure: answering(() => response(rpc.ConfigureResponse, { Supportspreview: true })),
  check: answering((request) => {
    const reason = problem(read(request.getNews()));
    const failures = reason === undefined ? [] : [response(rpc.CheckFailure, { Reason: reason })];
    return response(rpc.CheckResponse, { Inputs: request.getNews(), FailuresList: failures });
  }),
  // As with the real one: nothing can be changed without making another password.
  diff: diffing("DIFF_SOME", (names) => ({ DiffsList: names, ReplacesList: names })),
  create: answering((request) => {
    const inputs = read(request.getProperties());
    const result = request.getPreview() ? UNKNOWN : password(inputs.length);
    return response(rpc.CreateResponse, {
      Id: request.getPreview() ? "" : "none",
      Properties: write({ ...inputs, result }),
    });
  }),
});
