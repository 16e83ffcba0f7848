#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Changes test inputs in many ways and lints what comes out.

    mutate.py --unblock-lint=PATH --clang-tidy=PATH --plugin=PATH --libclang=PATH
              --work=DIR [--count=N] [--seed=S] [--kind=KIND] FOLDER...

Every .cpp file below the folders is an input; a seeded choice of N of them is
changed in each of these ways:

    rename     every name that the file declares for itself, to one of the same
               length: the findings must be the same, at the same places
    template   functions become templates with a default argument
    lambda     statements move into lambdas that are called at once
    macro      statements move into the argument of a macro, or its body
    reorder    the file's declarations change places
    cut        the file ends in the middle of something

Only renaming keeps the meaning for certain; of the others it is demanded that
the tool neither crashes nor hangs. What mostly does not compile any more, the
last two kinds, goes through the stock clang-tidy with the plugin. Needs
python3-clang-22.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import shlex
import subprocess
import sys

from clang import cindex

BROKEN = ("reorder", "cut")
KINDS = ("rename", "template", "lambda", "macro", "reorder", "cut")
TIME_LIMIT = 300  # seconds, for all files of a kind
EXPECTATION = re.compile(r"//\s*CHECK-(MESSAGES|NOTES|FIXES).*$")
RUN = re.compile(r"//\s*RUN:.*?%s\b.*?(?:\s--\s(?P<flags>.*))?$")
WORD = re.compile(r"[A-Za-z_]\w*")
DECLARES = {
    cindex.CursorKind.NAMESPACE,
    cindex.CursorKind.FUNCTION_DECL,
    cindex.CursorKind.FUNCTION_TEMPLATE,
    cindex.CursorKind.VAR_DECL,
    cindex.CursorKind.PARM_DECL,
    cindex.CursorKind.STRUCT_DECL,
    cindex.CursorKind.CLASS_DECL,
    cindex.CursorKind.CLASS_TEMPLATE,
    cindex.CursorKind.ENUM_DECL,
    cindex.CursorKind.TYPE_ALIAS_DECL,
    cindex.CursorKind.TEMPLATE_TYPE_PARAMETER,
}
FUNCTIONS = {cindex.CursorKind.FUNCTION_DECL}


class Input:
    def __init__(self, path, args):
        self.path, self.root = path, args.root
        lines = path.read_text(encoding="utf-8").splitlines()
        run = next((m for line in lines if (m := RUN.match(line))), None)
        flags = run["flags"] if run and run["flags"] else ""
        flags = flags.replace("%src_root", str(args.root)).replace("%S", str(path.parent))
        self.flags = ["-std=c++20", f"-I{args.root}/lib/runtime/include"]
        for folder in path.parents:
            if (folder / "Inputs").is_dir():
                self.flags += ["-I", str(folder / "Inputs"), "-isystem", str(folder / "Inputs/system")]
                break
        self.flags += ["-I", str(path.parent), *shlex.split(flags.rstrip("\\"))]
        self.text = "\n".join(EXPECTATION.sub("", line) for line in lines) + "\n"

    def parse(self):
        index = cindex.Index.create()
        unit = index.parse(
            str(self.path), args=self.flags,
            unsaved_files=[(str(self.path), self.text)],
        )
        return unit

    def own(self, unit):
        """The cursors of the file itself."""
        pending = [c for c in unit.cursor.get_children() if self.holds(c)]
        while pending:
            cursor = pending.pop()
            yield cursor
            pending += [c for c in cursor.get_children() if self.holds(c)]

    def holds(self, cursor):
        file = cursor.location.file
        return file is not None and file.name == str(self.path)


def compiles(unit):
    return all(d.severity < cindex.Diagnostic.Error for d in unit.diagnostics)


def code_words(text):
    """Places of the words that are neither comment, string nor directive."""
    skip = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|^[ \t]*#[^\n]*',
        re.M | re.S,
    )
    at = 0
    for gap in [*skip.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from WORD.finditer(text, at, end)
        at = gap.end() if gap else end


def renamed(source, unit, rng):
    """New names, of the same length, for what only this file knows."""
    candidates = set()
    for cursor in source.own(unit):
        if cursor.kind in DECLARES and WORD.fullmatch(cursor.spelling or ""):
            candidates.add(cursor.spelling)
    directives = set(WORD.findall("\n".join(re.findall(r"^[ \t]*#.*$", source.text, re.M))))
    # Names that something else has, too, stay: nobody can tell them apart here.
    foreign = set()
    for cursor in source.own(unit):
        target = cursor.referenced
        if target is not None and target.location.file is not None and not source.holds(target):
            foreign.add(target.spelling)
    # What models name.
    models = [*source.path.parent.glob("**/*.yaml"), *source.root.glob("lib/model/data/*.yaml")]
    known = set(WORD.findall("\n".join(file.read_text() for file in models)))
    special = {"main", "std", "unblock", "asio", "boost", "promise_type", "_"}
    taken = set(WORD.findall(source.text))
    names = {}
    for name in sorted(candidates - foreign - directives - known - special):
        if len(name) < 2 or name in SENSITIVE or any(w in name.lower() for w in SENSITIVE_PARTS):
            continue
        for _ in range(50):
            new = "".join(rng.choice("qxzjkvw") if c.isalpha() else c for c in name)
            if new not in taken:
                taken.add(new)
                names[name] = new
                break
    return names


# The analysis goes by some names, where nothing else tells: libraries' hops,
# carriers of callables, members of mutexes, classes that are mutexes.
SENSITIVE = {
    "schedule", "post", "enqueue", "execute", "submit", "dispatch", "defer", "lock", "unlock",
    "try_lock", "release", "reset", "detach", "join", "swap", "get", "wait", "move", "forward",
    "bind", "eventfd", "fcntl", "ioctl", "fork", "dlsym", "ref",
}
SENSITIVE_PARTS = ("schedule", "resume", "switch", "transfer", "continue", "hop", "pool", "offload", "run",
        "thread", "background", "worker", "move", "jump", "poll", "ready", "wait", "able", "mutex", "lock", "critical", "monitor")


def apply_names(text, names):
    out, at = [], 0
    for word in code_words(text):
        if word[0] in names:
            out += [text[at:word.start()], names[word[0]]]
            at = word.end()
    return "".join(out) + text[at:]


def rename(source, unit, rng):
    names = renamed(source, unit, rng)
    # A name that the words alone do not tell apart spoils the file; it stays.
    for _ in range(8):
        text = apply_names(source.text, names)
        check = cindex.Index.create().parse(
            str(source.path), args=source.flags, unsaved_files=[(str(source.path), text)])
        if compiles(check):
            return text if names else None
        back = {new: old for old, new in names.items()}
        errors = " ".join(d.spelling for d in check.diagnostics if d.severity >= cindex.Diagnostic.Error)
        lines = text.splitlines()
        for d in check.diagnostics:
            if d.severity >= cindex.Diagnostic.Error and 0 < d.location.line <= len(lines):
                errors += " " + lines[d.location.line - 1]
        bad = {back[w] for w in WORD.findall(errors) if w in back}
        if not bad:
            return None
        names = {old: new for old, new in names.items() if old not in bad}
    return None


def template(source, unit, rng):
    places = [
        c.extent.start.offset for c in source.own(unit)
        if c.kind in FUNCTIONS and c.is_definition() and c.spelling != "main"
        and c.semantic_parent.kind in (cindex.CursorKind.TRANSLATION_UNIT, cindex.CursorKind.NAMESPACE)
    ]
    text = source.text.encode()
    for place in sorted(set(places), reverse=True):
        text = text[:place] + b"template <int = 0> " + text[place:]
    return text.decode() if places else None


def statements(source, unit, suspensions):
    """The extents of expressions that stand as statements."""
    for cursor in source.own(unit):
        if cursor.kind != cindex.CursorKind.COMPOUND_STMT:
            continue
        for child in cursor.get_children():
            if child.kind.is_expression():
                begin, end = child.extent.start.offset, child.extent.end.offset
                text = source.text.encode()
                if text[end:end + 1] == b";" and (suspensions or b"co_" not in text[begin:end]):
                    yield begin, end + 1


def wrap(source, unit, rng, before, after, head=b"", suspensions=True):
    text = source.text.encode()
    chosen, last = [], len(text) + 1
    for begin, end in sorted(set(statements(source, unit, suspensions)), reverse=True):
        if end <= last and rng.random() < 0.6:
            chosen.append((begin, end))
            last = begin
    for begin, end in chosen:
        text = text[:begin] + before + text[begin:end] + after + text[end:]
    return (head + text).decode() if chosen else None


def in_lambda(source, unit, rng):
    return wrap(source, unit, rng, b"[&] { ", b" }();", suspensions=False)


def in_macro(source, unit, rng):
    head = b"#define MUTATED(...) do { __VA_ARGS__ } while (false)\n"
    if rng.random() < 0.5:
        head = b"#define MUTATED(...) __VA_ARGS__\n"
    return wrap(source, unit, rng, b"MUTATED(", b");", head)


def reorder(source, unit, rng):
    tops = [c for c in unit.cursor.get_children() if source.holds(c)]
    parts, at = [], 0
    text = source.text.encode()
    for top in tops:
        begin, end = top.extent.start.offset, top.extent.end.offset
        if begin < at:
            continue
        if text[end:end + 1] == b";":
            end += 1
        parts.append((begin, end))
        at = end
    bodies = [text[b:e] for b, e in parts]
    rng.shuffle(bodies)
    out, at = b"", 0
    for (begin, end), body in zip(parts, bodies):
        out += text[at:begin] + body
        at = end
    return (out + text[at:]).decode()


def cut(source, unit, rng):
    start = source.text.rfind("#include")
    return source.text[:rng.randrange(max(start, 0), len(source.text))] + "\n"


MUTATIONS = {
    "rename": rename, "template": template, "lambda": in_lambda,
    "macro": in_macro, "reorder": reorder, "cut": cut,
}


def lint(args, folder, units):
    """The report of the linter, which must not fail in a way of its own."""
    (folder / "compile_commands.json").write_text(json.dumps([
        {"directory": str(folder), "file": name, "arguments": ["clang++", *flags, "-c", name]}
        for name, flags in units
    ]))
    run = subprocess.run(
        [args.unblock_lint, "-p", str(folder), "--format=json", "--quiet"], cwd=folder,
        capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"exit status {run.returncode}:\n{run.stderr}")
    return json.loads(run.stdout)


def lint_broken(args, folder, units):
    """Code that does not compile, as an editor has it most of the time: the stock
    clang-tidy runs the checks on what the parser made of it."""
    for name, flags in units:
        run = subprocess.run(
            [args.clang_tidy, f"--load={args.plugin}", "--checks=-*,async-*", "--quiet",
             name, "--", *flags],
            cwd=folder, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
        if run.returncode not in (0, 1):
            yield f"{folder / name}: exit status {run.returncode}\n{run.stderr[-4000:]}"


def by_file(report):
    found = collections.defaultdict(list)
    for finding in report["findings"]:
        where = finding["location"]
        found[pathlib.Path(where["file"]).name].append(
            (where["line"], where["column"], finding["check"], len(finding.get("notes", []))))
    return {name: sorted(items) for name, items in found.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--unblock-lint", required=True)
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--libclang", required=True)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("folders", nargs="+", type=lambda name: pathlib.Path(name).resolve())
    args = parser.parse_args()
    cindex.Config.set_library_file(args.libclang)

    files = sorted(f for folder in args.folders for f in folder.rglob("*.cpp") if "Inputs" not in f.parts)
    if not files:
        sys.exit("no inputs")
    problems = []
    for kind in args.kind or KINDS:
        rng = random.Random(f"{args.seed} {kind}")
        folder = args.work / kind
        folder.mkdir(parents=True, exist_ok=True)
        units, pairs = [], []
        for file in rng.sample(files, len(files)):
            if len(pairs) == args.count:
                break
            source = Input(file, args)
            unit = source.parse()
            if not compiles(unit):
                continue  # a test of other things: several files, a broken one
            text = MUTATIONS[kind](source, unit, rng)
            if text is None or text == source.text:
                continue
            number = len(pairs)
            original, mutant = f"{number}-{file.stem}.cpp", f"{number}-{file.stem}.{kind}.cpp"
            (folder / mutant).write_text(text)
            units.append((mutant, source.flags))
            if kind == "rename":
                (folder / original).write_text(source.text)
                units.append((original, source.flags))
            pairs.append((original, mutant))
        if kind in BROKEN:
            problems += lint_broken(args, folder, units)
            print(f"{kind}: {len(pairs)} files")
            continue
        report = lint(args, folder, units)
        for failure in report["failures"]:
            if "crash" in failure["reason"] or kind == "rename":
                problems.append(f"{kind}: {failure['file']}: {failure['message']}")
        findings = by_file(report)
        if kind == "rename":
            for original, mutant in pairs:
                if findings.get(original) != findings.get(mutant):
                    problems.append(
                        f"rename: {folder / mutant}: other findings than the original\n"
                        f"  {findings.get(original)}\n  {findings.get(mutant)}")
        analysed = report["translationUnits"]["analysed"]
        print(f"{kind}: {len(pairs)} files, {analysed} of {len(units)} units analysed, "
              f"{len(report['findings'])} findings")
        if not pairs or not analysed:
            problems.append(f"{kind}: nothing was tested")
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
