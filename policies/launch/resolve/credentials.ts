import type { ProviderCredentials } from "../launch";
import { mayBeWritten, textAt } from "../read";
import type { StackResource } from "../resource";

/** Arguments by which a provider acts as somebody else than the environment it runs in. */
const OWN = [
  "assumeRole",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "accessKey",
  "secretKey",
  "token",
  "sharedCredentialsFiles",
  "sharedConfigFiles",
  "endpoints",
];

/** How the provider of a resource comes by its credentials: with others than the environment's, AWS would answer for another account. */
export function credentialsOf({ provider }: StackResource): ProviderCredentials {
  if (provider === undefined) return { from: "environment" };
  if (OWN.some((argument) => mayBeWritten(provider, argument))) return { from: "provider" };
  const profile = textAt(provider, "profile");
  if (profile.state === "absent") return { from: "environment" };
  return profile.state === "known" ? { from: "profile", profile: profile.value } : { from: "provider" };
}
