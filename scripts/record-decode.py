#!/usr/bin/env python3
"""Records what the real cloud-init makes of the fixtures in test/policies/boot/decode/fixtures.

Needs a Python that can import cloudinit (Debian: apt-get install cloud-init, then /usr/bin/python3). Takes the fixtures
as the bytes that an instance gets, and writes beside each NAME.txt (or .bin) a NAME.expected.json:

  cloudInit  the release that answered
  error      type of the exception that ends the init stage's "Consuming user data", or null
  parts      the parts handed to the handlers: content type, file name, text (null where it is bytes)
  config     the merged cloud-config that the real handlers write, or null
  scripts    file name -> text of each script that the real handlers write
  failed     file names of parts whose handler failed

Boothooks are written, not run. Includes are not fetched: each stands as a part of its own type. For yaml-cases.json it
writes what cloudinit.util.load_yaml makes of each text: {"loads": value} or {"ignored": exception type}.
"""

import datetime
import json
import logging
import pathlib
import sys
import tempfile

from cloudinit import handlers, safeyaml, user_data, util, version
from cloudinit.handlers import boot_hook, cloud_config, jinja_template, shell_script, shell_script_by_frequency
from cloudinit.helpers import Paths
from cloudinit.settings import PER_ALWAYS, PER_INSTANCE, PER_ONCE

FIXTURES = pathlib.Path(__file__).parent.parent / "test/policies/boot/decode/fixtures"


def plain(value):
    """A loaded YAML value as JSON can hold it."""
    if isinstance(value, dict):
        return {"" if key is None else str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, set):
        return sorted(map(str, value))
    if isinstance(value, (datetime.date, bytes)):
        return {"type": type(value).__name__}
    return value


class Processor(user_data.UserDataProcessor):
    """Leaves includes unfetched, as parts."""

    def _do_include(self, content, append_msg):
        kind = "text/x-include-once-url" if "#include-once" in content.lower() else "text/x-include-url"
        append_msg.attach(user_data.convert_string(content.encode(), kind))


def process(blob):
    root = pathlib.Path(tempfile.mkdtemp())
    paths = Paths({"cloud_dir": str(root / "cloud"), "run_dir": str(root / "run")}, ds=Source())
    for folder in ("instance/scripts", "instance/boothooks", "instances/i-0", "scripts"):
        (root / "cloud" / folder).mkdir(parents=True, exist_ok=True)
    (root / "run").mkdir()
    (root / "run" / "instance-data-sensitive.json").write_text(json.dumps({"v1": {"instance_id": "i-0"}}))
    result = {"error": None, "parts": [], "config": None, "scripts": {}, "failed": []}
    try:
        message = Processor(paths).process(blob)
    except Exception as thrown:  # the stage ends here too
        return {**result, "error": type(thrown).__name__}

    def note(_data, filename, payload, headers):
        text = payload if isinstance(payload, str) else None
        result["parts"].append({"type": headers["Content-Type"], "filename": filename, "text": text})

    handlers.walk(message, note, None)
    configs = cloud_config.CloudConfigPartHandler(paths)
    scripts = shell_script.ShellScriptPartHandler(paths)
    all_handlers = [
        configs,
        scripts,
        *(shell_script_by_frequency.ShellScriptByFreqPartHandler(f, paths) for f in (PER_ALWAYS, PER_INSTANCE, PER_ONCE)),
        boot_hook.BootHookPartHandler(paths, None),
        jinja_template.JinjaTemplatePartHandler(paths, sub_handlers=[configs, scripts]),
    ]
    boot_hook.subp.subp = lambda *_args, **_kwargs: None
    by_type = {kind: handler for handler in all_handlers for kind in handler.list_types()}
    failures = Failures()
    logging.getLogger("cloudinit").addHandler(failures)

    def handle(_data, filename, payload, headers):
        failures.seen = False
        handler = by_type.get(headers["Content-Type"])
        if handler:
            handlers.run_part(handler, None, filename, payload, PER_INSTANCE, headers)
        if failures.seen:
            result["failed"].append(filename)

    for handler in all_handlers:
        handlers.call_begin(handler, None, PER_INSTANCE)
    handlers.walk(message, handle, None)
    result["config"] = plain(configs.cloud_buf)
    for file in sorted((root / "cloud").rglob("*")):
        if file.is_file() and "cloud-config" not in file.name:
            result["scripts"][file.name] = file.read_bytes().decode("utf-8", "surrogateescape")
    logging.getLogger("cloudinit").removeHandler(failures)
    return result


class Source:
    def get_instance_id(self):
        return "i-0"


class Failures(logging.Handler):
    seen = False

    def emit(self, record):
        if record.levelno >= logging.WARNING:
            self.seen = True


def load(text):
    try:
        value = safeyaml.load(text)
    except Exception as thrown:  # util.load_yaml catches YAMLError, TypeError, ValueError; the handler the rest
        return {"ignored": type(thrown).__name__}
    if value is not None and not isinstance(value, dict):
        return {"ignored": "TypeError"}
    return {"loads": plain(value)}


def write(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def main():
    logging.getLogger("cloudinit").addHandler(logging.NullHandler())
    logging.getLogger("cloudinit").propagate = False
    release = version.version_string().split("-")[0]
    count = 0
    for path in sorted(FIXTURES.iterdir()):
        if path.suffix in (".txt", ".bin"):
            write(path.with_suffix(".expected.json"), {"cloudInit": release, **process(path.read_bytes())})
            count += 1
    cases = json.loads((FIXTURES / "yaml-cases.json").read_text())
    write(FIXTURES / "yaml-cases.expected.json", {name: load(text) for name, text in cases.items()})
    print(f"recorded {count} fixtures and {len(cases)} YAML texts with cloud-init {release}", file=sys.stderr)


if __name__ == "__main__":
    main()
