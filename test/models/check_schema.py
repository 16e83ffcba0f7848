# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Validates the models, the guide's examples, and good and bad documents against
the JSON Schema and with the loader, and fails where the two disagree.

Needs python3-jsonschema and python3-yaml.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

GOOD = [
    "library: minimal",
    "nonblocking: [ns::f]",
    "blocking: []",
    """
    blocking:
      - names: [legacy_query, "{a,b::c}::f{,64}", "ns::*::*Client::Get*", "C::C", "C::~C"]
        category: database
        reason: waits for the server
    """,
    """
    blocking:
      - names: ["C::operator*", "C::operator()", "C::operator<<", "C::operator bool", "operator,", "C::{operator>>,get}", "C::operator{++,--}"]
        category: sync-wait
        tier: hazard
        reason: 'quoted: text'
        source: the manual
        remedy: await it
        descriptor: 0
        unbounded: true
        async-driver: "'ns::AsyncClient'"
        when: [{arg: 3, types: ["std::launch"]}, {params: 2}]
        unless:
          - {arg: 1, flags: ["MSG_{DONTWAIT,OOB}", SQLITE_OPEN_MEMORY]}
          - {arg: object, equals: -1}
          - {min-args: 1, max-args: 3}
    """,
    """
    library: L
    package: liba-dev libb-dev
    headers: [a.h, b/c.hpp]
    pkg-config: [a]
    flags: [-DX=1]
    async-driver: the other library
    profiles:
      - name: p
        tasks: [{types: ["ns::task"], lazy: false}, {types: [job]}]
        generators: ["ns::generator"]
        executors: [{types: ["ns::loop"], kind: loop}, {types: ["ns::pool"], kind: pool}]
        callables:
          - {names: ["ns::run"], by: inline, callable: 1}
          - {names: ["ns::post"], by: executor, executor: 0, when: [{min-args: 2}]}
          - {names: ["ns::in_place"], by: in-place}
          - {names: ["ns::pool::post"], by: executor, executor: object}
        hops:
          - {names: ["ns::schedule"], to: pool}
          - {names: ["ns::post"], to: executor, executor: token}
        scope: next-await
        non-suspending: ["ns::ready"]
        primitives: ["ns::channel"]
        mutexes: ["ns::mutex"]
        guards: ["ns::guard"]
        roles:
          current-thread: ["ns::one_thread"]
          takes-value: ["ns::outcome::value"]
          has-value: ["ns::outcome::{has_value,operator bool}"]
          has-failed: ["ns::outcome::has_error"]
          is-cancelled: ["ns::outcome::is_cancelled"]
          outcome: ["ns::outcome"]
          handle: ["ns::handle"]
          join-error: ["ns::cancelled"]
        remedies: [{category: sleep, replace: "await 'ns::sleep'"}]
        rewrites:
          - {names: ["ns::sleep"], with: "co_await {namespace}::sleep({0})"}
          - names: [sleep]
            in: ["ns::task"]
            in-of: ["ns::executor"]
            when: [{arg: 0, of: [long, "std::ratio<1, 1000>"]}]
            with: "co_await f({object}, T{}, { {10} })"
            includes: ["{namespace}/sleep.h", a.h]
            value: true
          - {names: ["ns::in::in"], with: "co_await read({0})", whole-file: true}
        offload: "co_await ns::offload"
        offload-with: "co_await ns::offload([] { return 0; }, {closure})"
        offload-includes: [ns/offload.h]
    """,
    "profiles: [{name: p}]",
]

# Fragments of a blocking entry, a condition, a profile and a document that are
# wrong by themselves; each is put where it belongs.
ENTRY = "blocking: [{names: [f], category: cpu, reason: r, %s}]"
CONDITION = "blocking: [{names: [f], category: cpu, reason: r, when: [%s]}]"
PROFILE = "profiles: [{name: p, %s}]"
BAD = [
    "",
    "# only a comment",
    "text",
    "[library]",
    "librari: x",
    "library: [x]",
    "library: ''",
    "library: {a: b}",
    'library: "two\\nlines"',
    "library: |\n  block\n  text",
    "headers: a.h",
    "headers: [[a.h]]",
    "blocking: {names: [f]}",
    "blocking:",
    "blocking: [f]",
    "blocking: [{category: cpu, reason: r}]",
    "blocking: [{names: [f], reason: r}]",
    "blocking: [{names: [f], category: cpu}]",
    "blocking: [{names: [], category: cpu, reason: r}]",
    "blocking: [{names: f, category: cpu, reason: r}]",
    "blocking: [{names: [f], category: slow, reason: r}]",
    "blocking: [{names: [f], category: CPU, reason: r}]",
    "nonblocking: f",
    "nonblocking: []",
    "nonblocking: ['']",
    "nonblocking: ['::f']",
    "nonblocking: ['a::']",
    "nonblocking: ['a::::b']",
    "nonblocking: ['std::vector<int>::at']",
    "nonblocking: ['f()']",
    "nonblocking: ['void f']",
    "nonblocking: [[f]]",
    "nonblocking: [{f: g}]",
    ENTRY % "tier: severe",
    ENTRY % "nmaes: [g]",
    ENTRY % "descriptor: -1",
    ENTRY % "descriptor: object",
    ENTRY % "when: {arg: 0, equals: 0}",
    CONDITION % "{}",
    CONDITION % "f",
    CONDITION % "{arg: 0}",
    CONDITION % "{equals: 0}",
    CONDITION % "{flags: [F]}",
    CONDITION % "{types: [T]}",
    CONDITION % "{arg: 0, equals: x}",
    CONDITION % "{arg: 0, equals: 1.5}",
    CONDITION % "{arg: subject, equals: 0}",
    CONDITION % "{arg: token, equals: 0}",
    CONDITION % "{arg: 0, flags: []}",
    CONDITION % "{arg: 0, flags: ['std::launch::async']}",
    CONDITION % "{arg: 0, types: T}",
    CONDITION % "{params: -1}",
    CONDITION % "{params: 1000}",
    CONDITION % "{min-args: two}",
    "profiles: [{offload: x}]",
    CONDITION % "{of: [T]}",
    CONDITION % "{arg: 0, of: T}",
    PROFILE % "rewrites: {names: [f], with: g}",
    PROFILE % "rewrites: [{names: [f]}]",
    PROFILE % "rewrites: [{with: g}]",
    PROFILE % "rewrites: [{names: [f], with: ''}]",
    PROFILE % "rewrites: [{names: [f], with: 'g({closure})'}]",
    PROFILE % "rewrites: [{names: [f], with: 'g({x})'}]",
    PROFILE % "rewrites: [{names: [f], with: g, value: 1}]",
    PROFILE % "rewrites: [{names: [f], with: g, includes: a.h}]",
    PROFILE % "offload-with: 'g()'",
    PROFILE % "offload-with: 'g({closure}, {0})'",
    PROFILE % "offload-with: 'g({object})'",
    PROFILE % "offload-includes: a.h",
    "profiles: {name: p}",
    PROFILE % "scope: forever",
    PROFILE % "tasks: ['ns::task']",
    PROFILE % "tasks: [{lazy: true}]",
    PROFILE % "tasks: [{types: [t], lazy: maybe}]",
    PROFILE % "executors: [{types: [t]}]",
    PROFILE % "executors: [{types: [t], kind: inline}]",
    PROFILE % "executors: [{types: [t], kind: executor}]",
    PROFILE % "callables: [{names: [f]}]",
    PROFILE % "callables: [{names: [f], by: magic}]",
    PROFILE % "roles: {branch: [f]}",
    PROFILE % "roles: {branches: f}",
    PROFILE % "roles: [branches]",
    PROFILE % "executors: [{types: [T], kind: in-place}]",
    ENTRY % "unbounded: maybe",
    ENTRY % "async-driver: [f]",
    ENTRY % "async-driver: ''",
    "async-driver: {curl: multi}",
    PROFILE % "async-driver: x",
    PROFILE % "roles: {outcome: []}",
    PROFILE % "callables: [{names: [f], by: pool, executor: 0}]",
    PROFILE % "callables: [{names: [f], by: executor, executor: token}]",
    PROFILE % "callables: [{names: [f], by: inline, callable: object}]",
    PROFILE % "hops: [{names: [f], to: inline}]",
    PROFILE % "hops: [{names: [f], to: pool, executor: 0}]",
    PROFILE % "hops: [{names: [f], to: executor, executor: me}]",
    PROFILE % "remedies: [{category: sleep}]",
    PROFILE % "remedies: [{replace: x}]",
    PROFILE % "mutexes: m",
    PROFILE % "frobs: [m]",
]

# What a schema cannot say.
LOADER_ONLY = [
    "library: a\nlibrary: b",
    "nonblocking: ['{a,b']",
    "nonblocking: ['a}']",
    "nonblocking: ['{a,}::b']",
    "nonblocking: ['C<int>::operator()']",
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--modelgen", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--schema", required=True, type=pathlib.Path)
    parser.add_argument("--guide", required=True, type=pathlib.Path)
    args = parser.parse_args()

    schema = json.loads(args.schema.read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)

    def loader_errors(path):
        run = subprocess.run(
            [args.modelgen, "-o", "/dev/null", path], capture_output=True, text=True
        )
        if run.returncode not in (0, 1):
            sys.exit(f"{args.modelgen} failed on {path}: {run.stderr}")
        return run.stderr.strip()

    def schema_errors(path):
        document = yaml.safe_load(path.read_text())
        return "\n".join(e.message for e in validator.iter_errors(document))

    failures = 0

    def expect(path, shown, schema_accepts, loader_accepts):
        nonlocal failures
        for who, errors, accepts in (
            ("schema", schema_errors(path), schema_accepts),
            ("loader", loader_errors(path), loader_accepts),
        ):
            if accepts == bool(errors):
                failures += 1
                print(f"the {who} {'rejects' if errors else 'accepts'}:\n{shown}\n{errors}\n")

    files = sorted(args.data.glob("*.yaml"))
    if not files:
        sys.exit(f"no models in {args.data}")
    for file in files:
        expect(file, file, True, True)
    examples = re.findall(r"```yaml\n(.*?)```", args.guide.read_text(), re.DOTALL)
    if not examples:
        sys.exit(f"no examples in {args.guide}")
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "case.yaml")
        for cases, schema_accepts, loader_accepts in (
            (GOOD, True, True),
            (examples, True, True),
            (BAD, False, False),
            (LOADER_ONLY, True, False),
        ):
            for text in cases:
                path.write_text(text)
                expect(path, text, schema_accepts, loader_accepts)
    cases = len(files) + len(examples) + len(GOOD) + len(BAD) + len(LOADER_ONLY)
    print(f"{cases} documents, {failures} failures")
    return failures != 0


sys.exit(main())
