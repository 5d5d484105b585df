import { twoHundred } from "../../support/generated-user-data/two-hundred";
import { predictCase } from "./corpus-agreement";

// Whether the predictions hold is asked in the lab (test/boot/predict); how often there is none needs no boot.
it("predicts generated user data with unknowns for at most one in twenty", () => {
  const unknown = twoHundred.filter((each) => {
    const { afterBoot, afterReboot } = predictCase(
      { userData: Buffer.from(each.userData), keyPair: each.keyPair },
      each.image,
    );
    return afterBoot.state === "unknown" || afterReboot.state === "unknown";
  });
  expect(twoHundred).toHaveLength(200);
  expect(unknown.length <= 10 ? [] : unknown.map(({ told }) => told)).toEqual([]);
});
