import { describePlace } from "../facts/place";
import { defineRule } from "./rule";

export default defineRule({
  id: "private-key-in-user-data",
  title: "The user data holds a private key that everybody on the host can read",
  severity: "medium",
  enforcement: "advisory",
  judges: "user-data",
  closes: [],
  neverExempt: true,
  remedy:
    "Keep the key in Secrets Manager or Parameter Store and fetch it at boot with the instance's role; take the one that was written here for known.",
  causes: ["A private key in PEM or OpenSSH's format, in whatever part or file it stands"],
  check({ boot }) {
    return boot.parts.flatMap(({ source }) =>
      [...source.text.matchAll(PRIVATE_KEY)].slice(0, MOST).map(({ index }) => {
        const place = source.placeAt(index);
        return {
          message: `${describePlace(place)}: a private key begins here; every process on the host can read the user data from the metadata service, and so can whoever may call ec2:DescribeInstanceAttribute.`,
          place,
        };
      }),
    );
  },
});

/**
 * RFC 7468, RFC 1421's headers, and PROTOCOL.key of OpenSSH: the line that begins a key, and enough of the key behind it;
 * a script that only looks for such a line holds none.
 */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY-----(?:\\n|\s){1,80}(?:[\w-]{1,30}: [^\r\n]{1,100}\s{1,80}){0,3}[\w+/=]{40}/gu;

/** A few tell that it is so; each further one says nothing new. */
const MOST = 4;
