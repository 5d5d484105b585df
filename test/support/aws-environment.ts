/** For look-ups that are answered, in milliseconds: the machine may have other work. */
export const PATIENCE_MS = 600_000;

/** The variables by which the SDK would reach anything real, or be led elsewhere. */
const names = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_PROFILE",
  "AWS_REGION",
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_EC2",
  "AWS_ENDPOINT_URL_IAM",
  "AWS_ENDPOINT_URL_SSM",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_EC2_METADATA_DISABLED",
] as const;

/**
 * Points the SDK at an endpoint with made-up credentials and no configuration files; without an endpoint or with
 * `credentials: false` those stay away. Returns what puts the environment back.
 */
export function useAwsEnvironment(endpoint: string | undefined, credentials = true): () => void {
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) Reflect.deleteProperty(process.env, name);
  process.env.AWS_CONFIG_FILE = "/nonexistent/config";
  process.env.AWS_SHARED_CREDENTIALS_FILE = "/nonexistent/credentials";
  process.env.AWS_EC2_METADATA_DISABLED = "true";
  if (endpoint !== undefined) process.env.AWS_ENDPOINT_URL = endpoint;
  if (credentials) {
    process.env.AWS_ACCESS_KEY_ID = "AKIATESTTESTTESTTEST";
    process.env.AWS_SECRET_ACCESS_KEY = "testing-secret";
  }
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
}
