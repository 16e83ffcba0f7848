"""Runs the jobs of CI services as these would, as far as that goes offline.

    actions.py github ACTION_YML [INPUT=VALUE]...
    actions.py gitlab JOBS_YML [VARIABLE=VALUE]...

github: the steps of a composite action, with the variables that GitHub sets; a
step that uses another action is printed. gitlab: the scripts of all jobs. The
current directory is the repository. Exit status: that of the first step or
command that failed.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml


def expand(text, values):
    """Replaces ${{ inputs.x }} and the like; what is not known is an error."""
    def value(match):
        return str(values[match[1]])
    return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", value, str(text))


def holds(condition, values, failed):
    """A condition of the forms that action.yml uses."""
    terms = [t.strip() for t in re.fullmatch(r"\$\{\{(.*)\}\}", condition)[1].split("&&")]
    if "always()" in terms:
        terms.remove("always()")
    elif failed:
        return False
    for term in terms:
        name, operator, literal = re.fullmatch(r"([\w.-]+) *(==|!=) *'(.*)'", term).groups()
        if (str(values.get(name, "")) == literal) != (operator == "=="):
            return False
    return True


def github(action, given):
    action = pathlib.Path(action).resolve()
    description = yaml.safe_load(action.read_text())
    assert description["runs"]["using"] == "composite"
    assert set(given) <= set(description["inputs"]), "no such input"
    values = {f"inputs.{name}": given.get(name, entry["default"])
              for name, entry in description["inputs"].items()}
    status = 0
    for step in description["runs"]["steps"]:
        if not holds(step.get("if", "${{ always() }}" if not status else "${{ }}"), values, status):
            continue
        if "uses" in step:
            print("uses", step["uses"], *(f"{key}={expand(value, values)}"
                                          for key, value in step["with"].items()))
            continue
        assert step["shell"] == "bash"
        with tempfile.NamedTemporaryFile("r") as output:
            environment = {
                **os.environ, "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": os.getcwd(),
                "GITHUB_ACTION_PATH": str(action.parent), "GITHUB_OUTPUT": output.name,
                **{key: expand(value, values) for key, value in step.get("env", {}).items()}}
            # As GitHub calls its bash.
            result = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                env=environment, check=False)
            for line in output.read().splitlines():
                name, _, value = line.partition("=")
                values[f"steps.{step['id']}.outputs.{name}"] = value
        status = status or result.returncode
    for name, entry in description["outputs"].items():
        key = re.fullmatch(r"\$\{\{ *(.*?) *\}\}", entry["value"])[1]
        print(f"output {name}={values.get(key, '')}")
    return status


def gitlab(file, given):
    for job in yaml.safe_load(pathlib.Path(file).read_text()).values():
        environment = {**os.environ, **job["variables"], **given}
        for command in job["script"]:
            status = subprocess.run(["bash", "-eo", "pipefail", "-c", command],
                                    env=environment, check=False).returncode
            if status:
                break
        for report in job["artifacts"]["reports"].values():
            print("report", report, os.path.exists(report))
        return status


def main():
    kind, file, *settings = sys.argv[1:]
    given = dict(setting.split("=", 1) for setting in settings)
    sys.exit({"github": github, "gitlab": gitlab}[kind](file, given))


if __name__ == "__main__":
    main()
