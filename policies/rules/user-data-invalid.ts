import { z } from "zod";
import { problemCauses } from "../boot/decode/problem";
import { mendEncoding } from "../boot/mending/encoding";
import { describePlace } from "../facts/place";
import { defineRule } from "./rule";

export default defineRule({
  id: "user-data-invalid",
  title: "The user data will not be read as it was meant",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh"],
  remedy:
    "Correct the user data at the place named; `cloud-init schema --config-file` checks a cloud-config on any host.",
  causes: [
    "Not recognised by cloud-init: no header, a blank before it, a byte order mark, UTF-16",
    "Broken MIME, gzip or YAML, or two formats in one text",
    "Text where base64 is due, base64 twice, or more than 16 KiB",
    "Later parts that replace lists of earlier ones",
  ],
  options: z.strictObject({
    ignore: z.array(z.enum(problemCauses)).default([]).describe("Causes that are not told."),
  }),
  check({ boot }, { ignore }) {
    return boot.problems
      .filter(({ cause }) => !ignore.includes(cause))
      .map(({ message, place, severity }) => ({
        message:
          place === undefined
            ? message
            : `${describePlace(place)}, column ${String(place.column)}: ${message}`,
        ...(place && { place }),
        // What is read but for a part of it shuts nothing by itself.
        ...(severity === "warning" && { severity: "low" as const }),
      }));
  },
  mend: (userData, { problems }) =>
    mendEncoding(
      userData,
      problems.map(({ cause }) => cause),
    ),
});
