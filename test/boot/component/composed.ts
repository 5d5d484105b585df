import { composeUserData, type ComposeOptions } from "../../../components/cloud-init/compose";

/** What a component hands over for these options, as EC2 gives it to the instance. @throws when they are refused */
export function composed(options: ComposeOptions): Buffer {
  const { problems, userData } = composeUserData(options);
  if (userData === undefined) throw new Error(`refused: ${JSON.stringify(problems)}`);
  return Buffer.from(userData.base64, "base64");
}
