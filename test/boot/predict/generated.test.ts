import { SEED, twoHundred } from "../../support/generated-user-data/two-hundred";
import { describeGenerated } from "./generated-boots";
import { sampleOf } from "./of-this-commit";

const SAMPLE = 40;

const all = twoHundred.map((generated, at) => ({ generated, title: String(at) }));
const chosen = process.env.LATCHKEY_ALL === "1" ? all : sampleOf(all, SAMPLE, ({ title }) => title);

describeGenerated(
  chosen.map(({ generated }) => generated),
  `seed ${String(SEED)}, ${chosen.map(({ title }) => title).join(" ")}`,
);
