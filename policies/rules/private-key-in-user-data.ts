import { describePlace } from "../facts/place";
import { privateKeysIn } from "../launch/key-material/private-key";
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
  causes: ["A private key in PEM, OpenSSH's, SSH2's or PuTTY's format, in whatever part or file it stands"],
  check({ boot }) {
    return boot.parts.flatMap(({ source }) =>
      privateKeysIn(source.text)
        .slice(0, MOST)
        .map((offset) => {
          const place = source.placeAt(offset);
          return {
            message: `${describePlace(place)}: a private key begins here; every process on the host can read the user data from the metadata service, and so can whoever may call ec2:DescribeInstanceAttribute.`,
            place,
          };
        }),
    );
  },
});

/** A few tell that it is so; each further one says nothing new. */
const MOST = 4;
