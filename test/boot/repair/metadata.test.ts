import { describeInLab } from "../lab/requirements";
import { declare, inRoot, KEY, OWN_KEY } from "./throw-away-root";

const KEYS = "/home/alice/.ssh/authorized_keys";

// A metadata service that wants a token as EC2 does, and answers for the key with what the case has it say.
const SERVICE = (status: number, body: string): string => `ip addr add 169.254.169.254/32 dev lo
cat >/service.py <<'PY'
import http.server, sys
class Service(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body):
        self.send_response(status); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body.encode())
    def do_PUT(self): self.answer(200, "TOKEN")
    def do_GET(self):
        if self.headers.get("X-aws-ec2-metadata-token") != "TOKEN": self.answer(401, "<html>no token</html>")
        else: self.answer(${status}, open("/answer").read())
    def log_message(self, *_): pass
http.server.HTTPServer(("169.254.169.254", 80), Service).serve_forever()
PY
cat >/answer <<'ANSWER'
${body}
ANSWER
python3 /service.py & service=$!
until curl -s -o /dev/null http://169.254.169.254/; do sleep 0.05; done
`;

const setUp = `ssh-keygen -A >/dev/null; mkdir -p /run/sshd; ${declare("key_pair='yes'")}`;
const block = (...keys: readonly string[]): string =>
  `# begin latchkey: kept as declared, put back at each boot\n${keys.join("\n")}\n# end latchkey\n`;

const CASES = [
  { answer: "the key pair's key", status: 200, body: OWN_KEY, keys: [KEY, OWN_KEY] },
  {
    answer: "a page of HTML with status 200",
    status: 200,
    body: "<html>\nssh-ed25519 AAAA\n</html>",
    keys: [KEY],
  },
  { answer: "half a key", status: 200, body: OWN_KEY.slice(0, 60), keys: [KEY] },
  { answer: "404, as for a launch without a key pair", status: 404, body: OWN_KEY, keys: [KEY] },
  { answer: "500 with a key", status: 500, body: OWN_KEY, keys: [KEY] },
] as const;

describeInLab("the key pair of the metadata service", () => {
  describe.each([
    { client: "curl", hide: "" },
    { client: "Python, where there is no curl", hide: "mv /usr/bin/curl /usr/bin/curl.off\n" },
  ])("asked by $client", ({ hide }) => {
    it.each(CASES)(
      "that answers $answer",
      async ({ status, body, keys }) => {
        const { stdout, stderr } = await inRoot(
          "dash",
          `${SERVICE(status, body)}${hide}${setUp} repair; cat ${KEYS}; kill $service`,
        );
        expect({ stdout, stderr }).toEqual({ stdout: block(...keys), stderr: expect.any(String) });
      },
      30_000,
    );
  });

  it("is not needed once its key is known", async () => {
    const { stdout } = await inRoot(
      "dash",
      `${SERVICE(200, OWN_KEY)}${setUp} repair; kill $service; rm ${KEYS}; repair; cat ${KEYS}; grep result /var/lib/latchkey/status`,
    );
    expect(stdout).toBe(`${block(KEY, OWN_KEY)}result='repaired'\n`);
  }, 30_000);

  it("is forgotten when the service says that there is none", async () => {
    const { stdout } = await inRoot(
      "dash",
      `${SERVICE(200, OWN_KEY)}${setUp} repair; kill $service; sed -i 's/(200, open/(404, open/' /service.py
      python3 /service.py & service=$!; until curl -s -o /dev/null http://169.254.169.254/; do sleep 0.05; done
      repair; cat ${KEYS}; kill $service`,
    );
    expect(stdout).toBe(block(KEY));
  }, 30_000);

  it("is waited for at most a second where nothing answers", async () => {
    const { stdout } = await inRoot(
      "dash",
      `ip link add d0 type dummy; ip addr add 169.254.0.1/16 dev d0; ip link set d0 up; ${setUp} repair
      before=$(date +%s%N); repair; echo $((($(date +%s%N) - before) / 1000000))`,
    );
    expect(Number(stdout)).toBeLessThan(2_000);
  }, 30_000);
});
