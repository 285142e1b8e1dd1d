"""The example in the README does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stadtgespraech.engines import sortition


def test_the_example_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(sortition.__file__).parent / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    said = re.search(r"prints `(.*?)` and `(.*?)`", text)
    assert example is not None
    assert said is not None
    exec(example.group(1), {})
    assert capsys.readouterr().out.splitlines() == list(said.groups())
