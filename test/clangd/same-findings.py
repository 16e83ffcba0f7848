# The server and the lint tool find the same, in the same words, in the sources
# that the checks are tested with.
#
# RUN: rm -rf %t && mkdir %t && %python %s %t %src_root/test/checks/async %unblock-lint | FileCheck %s
# CHECK: {{[1-9][0-9]}} files, {{[1-9][0-9]+}} findings, the same

import json
import pathlib
import shutil
import subprocess
import sys

import lsp

root, checks, lint = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
shutil.copytree(checks / "Inputs", root / "Inputs")
sources = sorted(checks.glob("*.cpp"))
for source in sources:
    shutil.copy(source, root)
flags = ["-std=c++20", f"-I{root}/Inputs", "-isystem", f"{root}/Inputs/system"]
(root / "compile_flags.txt").write_text("\n".join(flags))


def plain(message):
    """Without what clangd does to the text."""
    message = message.removesuffix(" (fix available)")
    return message[:1].lower() + message[1:]


def by_lint():
    names = [source.name for source in sources]
    command = [lint, "--format=json", "--report-unused-suppressions=false", "--quiet", "--fail-on=never", *names, "--", *flags]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    report = json.loads(result.stdout)
    found = {source.name: set() for source in sources}
    for f in report["findings"]:
        where, notes = f["location"], (plain(note["message"]) for note in f["notes"])
        name = pathlib.Path(where["file"]).name
        if name in found:
            found[name].add((where["line"], f["check"], plain(f["message"]), *notes))
    # What does not compile is not analysed there.
    for failure in report["failures"]:
        del found[pathlib.Path(failure["file"]).name]
    return found


def by_server(session, name):
    found = set()
    for d in session.open(name, (root / name).read_text()):
        if str(d["code"]).startswith("async-"):
            line = d["range"]["start"]["line"] + 1
            notes = (plain(note["message"]) for note in d.get("relatedInformation", []))
            found.add((line, d["code"], plain(d["message"]), *notes))
    session.close(name)
    return found


expected, status = by_lint(), 0
with lsp.Session(root, "--log=error") as session:
    for name, wanted in expected.items():
        got = by_server(session, name)
        for which, findings in ("lint tool", wanted - got), ("server", got - wanted):
            for finding in sorted(findings):
                print(f"{name}: only by the {which}: {finding}")
                status = 1
if not status:
    print(f"{len(expected)} files, {sum(map(len, expected.values()))} findings, the same")
sys.exit(status)
