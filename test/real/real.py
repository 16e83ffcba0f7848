#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lints real code: the examples in Debian's documentation packages.

    real.py CORPUS --work DIR --unblock-lint PROGRAM --clang PROGRAM [--update]
    real.py CORPUS --work DIR --database

The package is unpacked below DIR, a compile database is written, and the
findings of unblock-lint are compared with the golden file, which holds for each
finding its place below the examples, check, callee and message, and our verdict:

    cpp20/coroutines/chat_server.cpp:57:12: [async-blocking-call] read: 'read' ...
      # true: standard input may be a terminal

A verdict is "true: why" or "false alarm: why"; a finding without one fails the
test. --update rewrites the golden file and keeps the verdicts that stand.
--database only writes the compile database, and prints its folder.

Every source file of a corpus is either in the database, and must compile, or is
listed here as excluded, and must fail to compile for the reason given.
"""

import argparse
import contextlib
import dataclasses
import difflib
import fcntl
import glob
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile


@dataclasses.dataclass
class Corpus:
    package: str  # with the documentation
    folder: str  # of the examples, in the package
    sources: list  # patterns below the folder
    flags: list  # {examples} and {work} are the unpacked and the corpus's folder
    golden: str
    extra_flags: dict = dataclasses.field(default_factory=dict)  # by file
    excluded: dict = dataclasses.field(default_factory=dict)  # file: the compiler's error
    moc: str = ""  # Qt's generator, for the files that include its output
    links: dict = dataclasses.field(default_factory=dict)  # in {work}: where they point


BOOST_EXAMPLES = "usr/share/doc/libboost1.81-doc/examples/libs"


def qcoro(version):
    """The examples are written against the source tree's layout of headers."""
    qt = next(iter(glob.glob(f"/usr/include/*/qt{version}")), f"/usr/include/qt{version}")
    modules = ["", "/QtCore", "/QtDBus", "/QtNetwork", "/QtConcurrent", "/QtWidgets", "/QtGui"]
    include = f"/usr/include/qcoro{version}"
    return Corpus(
        package="qcoro-doc",
        folder="usr/share/doc/qcoro-doc",
        sources=["examples/**/*.cpp", "docs/examples/*.cpp"],
        flags=["-std=c++20", "-fPIC", "-DQT_CORE_LIB"]
        + [f"-isystem{qt}{module}" for module in modules]
        + [f"-isystem{include}", f"-isystem{include}/qcoro", f"-isystem{include}/QCoro"]
        + ["-isystem{work}/include", "-I{work}/moc", "-I{examples}/examples/dbus"],
        golden="qcoro.findings",
        excluded={  # fragments
            "docs/examples/qdbus.cpp": "use of undeclared identifier 'PlayerControl'",
            "docs/examples/qfuture.cpp": "use of undeclared identifier 'QtConcurrent'",
            "docs/examples/qnetworkreply.cpp": "use of undeclared identifier 'MyClass'",
            "docs/examples/qprocess.cpp": "variable has incomplete type 'QProcess'",
            "docs/examples/qtcpserver.cpp": "variable has incomplete type 'QTcpServer'",
            "docs/examples/qtcpsocket.cpp": "'QCoroTcpSocket' file not found",
            "docs/examples/qthread.cpp": "use of undeclared identifier 'MainWindow'",
        },
        moc={5: "/usr/lib/qt5/bin/moc", 6: "/usr/lib/qt6/libexec/moc"}[version],
        links={"include/qcoro/network": f"{include}/qcoro"},
    )


CORPORA = {
    "asio": Corpus(
        package="libasio-doc",
        folder="usr/share/doc/libasio-dev/examples",
        sources=["cpp17/coroutines_ts/*.cpp", "cpp20/**/*.cpp"],
        flags=["-std=c++20", "-DASIO_HAS_CO_AWAIT"],  # 1.22 knows Clang's older coroutines
        golden="asio.findings",
    ),
    "boost-asio": Corpus(
        package="libboost1.81-doc",
        folder=BOOST_EXAMPLES,
        sources=["asio/example/cpp17/coroutines_ts/*.cpp", "asio/example/cpp20/**/*.cpp"],
        flags=["-std=c++20"],
        golden="boost-asio.findings",
    ),
    "boost-beast": Corpus(
        package="libboost1.81-doc",
        folder=BOOST_EXAMPLES,
        sources=["beast/**/*coro*.cpp", "beast/**/*awaitable*.cpp"],
        flags=["-std=c++20", "-I{examples}/beast"],
        golden="boost-beast.findings",
        extra_flags={  # forgets it
            "beast/example/advanced/server-flex-awaitable/advanced_server_flex_awaitable.cpp":
                ["-include", "list"],
        },
    ),
    "qcoro-qt5": qcoro(5),
    "qcoro-qt6": qcoro(6),
}


class Failure(Exception):
    pass


def run(command, statuses=(0,), **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode not in statuses:
        raise Failure(
            f"exit status {result.returncode} of {command[0]}:\n{result.stdout}{result.stderr}"
        )
    return result


@contextlib.contextmanager
def lock(path):
    with open(path, "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def unpack(package, work):
    """The package's contents, which need not be installed: images for containers
    often leave documentation out."""
    target = work / package
    target.parent.mkdir(parents=True, exist_ok=True)
    with lock(work / f"{package}.lock"):
        if target.exists():
            return target
        partial = work / f"{package}.partial"
        run(["rm", "-rf", partial])
        partial.mkdir()
        download = ["apt-get", "download", "-qq", package]
        try:
            run(download, cwd=partial)
        except Failure:
            if os.geteuid() != 0:
                raise
            run(["apt-get", "update", "-qq"])
            run(download, cwd=partial)
        (archive,) = partial.glob("*.deb")
        # Only sources: some packages hold built examples of a hundred megabytes.
        deb = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE)
        with deb, tarfile.open(fileobj=deb.stdout, mode="r|") as members:
            for member in members:
                if member.name.endswith((".cpp", ".hpp", ".h")):
                    members.extract(member, partial)
        if deb.returncode != 0:
            raise Failure(f"cannot unpack {archive}")
        archive.unlink()
        partial.rename(target)
    return target


def write_database(corpus, examples, work):
    """Returns the files in it."""
    for name, target in corpus.links.items():
        link = work / name
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(target)
    files = sorted(
        {str(f.relative_to(examples)) for p in corpus.sources for f in examples.glob(p)}
    )
    if not files:
        raise Failure(f"no sources in {examples}")
    entries = []
    for file in files:
        if file not in corpus.excluded:
            entries.append({
                "directory": str(examples),
                "file": file,
                "arguments": ["clang++", *compile_flags(corpus, file, examples, work), "-c", file],
            })
    with open(work / "compile_commands.json", "w", encoding="utf-8") as output:
        json.dump(entries, output, indent=1)
    return files


def compile_flags(corpus, file, examples, work):
    flags = corpus.flags
    text = (examples / file).read_text(encoding="utf-8")
    generated = re.search(r'#include "(\w[\w-]*\.moc)"', text)
    if generated:
        # Two files have a main.moc: each has its own folder.
        folder = work / "moc" / file.replace("/", "_")
        folder.mkdir(parents=True, exist_ok=True)
        run([corpus.moc, "-o", folder / generated[1], examples / file])
        flags = [flag + f"/{folder.name}" if flag == "-I{work}/moc" else flag for flag in flags]
    flags = [flag.format(examples=examples, work=work) for flag in flags]
    return flags + corpus.extra_flags.get(file, [])


def verify_excluded(corpus, files, examples, work, clang):
    for file, reason in corpus.excluded.items():
        if file not in files:
            raise Failure(f"excluded, but not in the package: {file}")
        flags = compile_flags(corpus, file, examples, work)
        result = run([clang, "-fsyntax-only", *flags, file], (0, 1), cwd=examples)
        error = re.search(r"error: (.*)", result.stderr)
        if not error or error[1] != reason:
            raise Failure(
                f"{file} is excluded because of: {reason}\n"
                f"but the compiler says: {error[1] if error else 'nothing'}"
            )


def lint(program, work, examples):
    """One line per finding."""
    result = run([program, "-p", work, "--format=json", "--quiet", "-j1"], (0, 1))
    report = json.loads(result.stdout)
    lines = []
    for finding in report["findings"]:
        where = finding["location"]
        file = os.path.join(report["root"], where["file"])
        file = os.path.relpath(file, examples)
        callee = finding.get("callee", "")
        lines.append(
            f"{file}:{where['line']}:{where['column']}: [{finding['check']}] "
            f"{callee}: {finding['message']}"
        )
    return sorted(lines)


def read_golden(path):
    """The findings, and the lines of comment below each."""
    findings, heading = [], []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line.startswith("  "):
            findings[-1][1].append(line)
        elif line.startswith("#") or not line:
            heading.append(line)
        else:
            findings.append((line, []))
    return heading, findings


VERDICT = re.compile(r"  # (true|false alarm): \S")


def update(path, found):
    """Takes over what was found. A verdict stays with its place and check: the
    wording may change."""
    heading, golden = read_golden(path)
    verdicts = {line.partition("] ")[0]: comment for line, comment in golden}
    with open(path, "w", encoding="utf-8") as output:
        for line in heading:
            print(line, file=output)
        for line in found:
            comment = verdicts.get(line.partition("] ")[0], ["  # to be judged"])
            print(line, *comment, sep="\n", file=output)


def verify(path, found):
    _, golden = read_golden(path)
    expected = [line for line, _ in golden]
    if expected != found:
        difference = difflib.unified_diff(expected, found, path.name, "found", n=0, lineterm="")
        raise Failure("the findings changed (--update takes them over):\n" + "\n".join(difference))
    for line, comment in golden:
        if not comment or not VERDICT.match(comment[0]):
            raise Failure(f"{path.name}: no verdict:\n{line}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", choices=CORPORA)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--unblock-lint")
    parser.add_argument("--clang")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--database", action="store_true")
    args = parser.parse_args()
    corpus = CORPORA[args.corpus]
    root = args.work.resolve()
    work = root / args.corpus
    try:
        examples = unpack(corpus.package, root) / corpus.folder
        work.mkdir(exist_ok=True)
        with lock(work / "lock"):
            files = write_database(corpus, examples, work)
            if args.database:
                print(work)
                return 0
            verify_excluded(corpus, files, examples, work, args.clang)
            found = lint(args.unblock_lint, work, examples)
        golden = pathlib.Path(__file__).parent / corpus.golden
        if args.update:
            update(golden, found)
        else:
            verify(golden, found)
        print(f"{len(files)} files, {len(found)} findings")
    except Failure as failure:
        print(f"{args.corpus}: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
