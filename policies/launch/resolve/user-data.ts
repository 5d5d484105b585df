import { mapFact, orElse, type Fact } from "../../facts/fact";
import type { UserData } from "../launch";
import { textAt } from "../read";
import type { StackResource } from "../resource";
import { refOf } from "../stack";

/** The user data that a property holds. */
export function userDataAt(
  resource: StackResource,
  path: string,
  encoding: UserData["encoding"],
): Fact<UserData> {
  return mapFact(textAt(resource.inputs, path), (text) => ({ text, encoding, holder: refOf(resource) }));
}

/** `userData` (plain) or `userDataBase64`, which exclude each other. */
export function userDataOf(resource: StackResource): Fact<UserData> {
  return orElse(userDataAt(resource, "userData", "plain"), userDataAt(resource, "userDataBase64", "base64"));
}
