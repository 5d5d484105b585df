import { known, unknown, type Fact } from "../facts/fact";
import { askPlace, failureOf, problemsOf, type LookupOptions } from "./ask";
import { HOST_MANAGEMENT } from "./calls";
import { toldRegion } from "./told";

const PERMISSION = "ssm:GetServiceSetting";

export interface HostManagementAnswer {
  /** Name of the role, with its path; `$None` where default host management is off. */
  readonly role: Fact<string>;
  readonly problems: readonly string[];
}

/** Asks Systems Manager for the role that default host management gives to instances without one. Never rejects. */
export async function fetchHostManagement(
  region: string,
  options: LookupOptions = {},
): Promise<HostManagementAnswer> {
  const path = "default host management";
  const answers = await askPlace(`ssm ${region}`, region, options, async (put, so) => {
    if (so.hostManagement !== undefined) return;
    await put([
      {
        permission: PERMISSION,
        async ask({ ssm }, abortSignal) {
          const { sdk, client } = await ssm();
          const command = new sdk.GetServiceSettingCommand({ SettingId: HOST_MANAGEMENT });
          const value = (await client.send(command, { abortSignal })).ServiceSetting?.SettingValue;
          if (value === undefined) throw new Error("the answer lacks its value");
          so.hostManagement = known(value, path);
        },
      },
    ]);
  });
  const why = failureOf(answers, PERMISSION)?.why ?? `${toldRegion(region)} was not asked`;
  return { role: answers.hostManagement ?? unknown(path, why), problems: problemsOf(answers) };
}
