import { predictCase } from "../../policies/boot/corpus-agreement";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { opens } from "../repair/shut-and-heal";
import { composedWith, ROWS, type Row, type State } from "./verdicts";

const LANES = 2;
const ROW_MS = 240_000;

interface Outcome {
  readonly name: string;
  readonly now: State;
  readonly later: State;
}

const stateOf = (isOpen: boolean): State => (isOpen ? "open" : "closed");

describeInLab("the verdict on composed user data is the boot's", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm", "trixie");
  }, 900_000);
  afterAll(() => lab.close(), 60_000);

  it(
    `after the first boot and after the next one, on ${String(ROWS.length)} hosts`,
    async () => {
      const waiting = [...ROWS];
      const wrong: unknown[] = [];
      const lane = async (): Promise<void> => {
        for (let row = waiting.shift(); row; row = waiting.shift()) {
          const real = await boots(lab, row);
          const told = predicted(row);
          if (JSON.stringify(real) !== JSON.stringify(told)) wrong.push({ real, told });
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      expect(wrong).toEqual([]);
    },
    ROWS.length * ROW_MS,
  );
});

/** What the pack says of it, where it says anything; where it does not, the row does. */
function predicted(row: Row): Outcome {
  const { afterBoot, afterReboot } = predictCase(
    { userData: composedWith(row), keyPair: true },
    row.image ?? "bookworm",
  );
  const told = { name: row.name, now: afterBoot.state, later: afterReboot.state };
  expect(told).toEqual({ name: row.name, now: row.now, later: row.later });
  return told;
}

async function boots(lab: Lab, row: Row): Promise<Outcome> {
  const host = await lab.systemd({ image: row.image ?? "bookworm", userData: composedWith(row) });
  try {
    const now = stateOf(await host.canLogIn("admin"));
    await host.reboot();
    return { name: row.name, now, later: stateOf(await opens(host)) };
  } finally {
    await host.stop();
  }
}
