"""The example in an engine's README runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.sources import SOURCE

READMES = sorted((SOURCE / "engines").glob("*/README.md"))


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.parent.name)
def test_the_example_of_the_readme_runs(readme: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert examples, f"{readme.parent.name} has no example"
    for example in examples:
        # It checks itself, or prints what a test of the engine compares with the text.
        assert "assert " in example or "print(" in example
        exec(compile(example, str(readme), "exec"), {})
