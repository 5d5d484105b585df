# Has cloud-init take user data apart and validates each cloud-config in it by its own schema.
# usage: schema-of-parts.py FILE...     files of base64; prints NAME PART: and what `cloud-init schema` says
import base64, os, subprocess, sys
from cloudinit import helpers, user_data

paths = helpers.Paths({"cloud_dir": "/tmp/cloud", "run_dir": "/tmp/cloud-run"})
for file in sys.argv[1:]:
    with open(file) as text:
        message = user_data.UserDataProcessor(paths).process(base64.b64decode(text.read()))
    for part in message.walk():
        if part.get_content_type() not in ("text/cloud-config", "text/cloud-config-jsonp"):
            continue
        config = "/tmp/config.yaml"
        with open(config, "wb") as out:
            out.write(part.get_payload(decode=True))
        said = subprocess.run(["cloud-init", "schema", "--config-file", config], capture_output=True, text=True)
        words = " ".join((said.stdout + said.stderr).split())
        print("%s %s: %s %s" % (os.path.basename(file), part.get_filename(), said.returncode, words))
