"""Runs the `run` steps of a composite action as a GitHub runner does, in a folder of one's own."""

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")


@dataclass
class Run:
    """What the steps of one run have written so far."""

    workspace: Path
    temp: Path
    inputs: dict[str, str]
    outputs: dict[str, str] = field(default_factory=dict)

    def value(self, text: str) -> str:
        """Put inputs and outputs of earlier steps in the place of expressions."""
        return EXPRESSION.sub(lambda found: self._known(found[1]), text)

    def _known(self, name: str) -> str:
        kind, rest = name.split(".", 1)
        return self.inputs[rest] if kind == "inputs" else self.outputs[name]

    def step(self, step: dict) -> None:
        """Run one step and take up what it wrote."""
        output = self.temp / "output"
        output.write_text("")
        given = {name: self.value(value) for name, value in step.get("env", {}).items()}
        environment = {
            **os.environ,
            **given,
            "GITHUB_OUTPUT": str(output),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "RUNNER_TEMP": str(self.temp),
        }
        subprocess.run(
            [*SHELL, step["run"]], cwd=self.workspace, env=environment, check=True, timeout=900
        )
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value


def run_action(workspace, temp, *, installed=None, **inputs):
    """Run the steps of our action.yml; with an environment given, nothing is installed."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    defaults = {name: one.get("default", "") for name, one in action["inputs"].items()}
    (temp / "briefgen").mkdir(parents=True)
    if installed:
        (temp / "briefgen" / "venv").symlink_to(installed)
    run = Run(workspace, temp, defaults | inputs)
    for step in action["runs"]["steps"]:
        if "run" in step and not (installed and step["id"] == "install"):
            run.step(step)
    return run


if __name__ == "__main__":  # in .ci/run: every step, the installation too
    import sys

    done = run_action(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"   {done.outputs['steps.build.outputs.site']}")  # noqa: T201
