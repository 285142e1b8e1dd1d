"""From commitment to verified result: what is written, what is refused, and that every flipped bit is found."""

from __future__ import annotations

import csv
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stadtgespraech.cli import draw as draw_command
from tests.cli.draw.conftest import SOURCE, Command

PROGRAMS = Path(draw_command.__file__).parent
NODE = shutil.which("node")


def python_report(*folders: Path) -> tuple[int, list[str]]:
    """What the checker says that lies in the folder itself, run by nothing but Python."""
    program = folders[0] / "verify_draw.py"
    done = subprocess.run([sys.executable, "-I", program, *folders], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def node_report(*folders: Path) -> tuple[int, list[str]]:
    assert NODE is not None
    program = PROGRAMS / "verify_draw.mjs"
    done = subprocess.run([NODE, program, *folders], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_the_checker_is_short_and_needs_nothing() -> None:
    text = (PROGRAMS / "verify_draw.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)


def test_panel_writes_a_folder_that_can_be_checked(panel: Callable[..., Path], draw: Command) -> None:
    folder = panel()
    with (folder / "probabilities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [f"t{number}" for number in range(24)]
    # 12 w, 12 m; 8 old, 16 young: with at most 5 young everybody old has at least 3/8.
    young = [float(row["probability"]) for number, row in enumerate(rows) if number % 3]
    old = [float(row["probability"]) for number, row in enumerate(rows) if not number % 3]
    assert young == pytest.approx([5 / 16] * 16, abs=1e-8)
    assert old == pytest.approx([3 / 8] * 8, abs=1e-8)
    code, report, _ = draw("verify", folder)
    assert (code, report["ok"], report["problems"]) == (0, True, [])
    assert any(fact.startswith("no lottery is fairer by more than 0.00000000") for fact in report["facts"])


def test_json_has_the_figures(files: Path, draw: Command) -> None:
    given = ["--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8, "--out", files / "draw"]
    code, report, err = draw("panel", *given)
    assert (code, err) == (0, "")
    assert report["min_probability"] == pytest.approx(0.3125, abs=1e-8)
    assert report["max_probability"] == pytest.approx(0.375, abs=1e-8)
    assert report["gini"] == pytest.approx(1 / 24, abs=1e-6)
    assert report["geometric_mean"] == pytest.approx((0.3125**16 * 0.375**8) ** (1 / 24), abs=1e-6)
    assert 0 <= report["relative_gap"] <= 1e-6
    assert report["panels"] == sum(1 for _ in (files / "draw" / "panels.csv").open(encoding="utf-8")) - 1
    assert report["seconds"] > 0
    assert (report["certain"], report["in_no_panel"]) == (0, [])


def test_somebody_in_no_panel_is_named_and_nothing_fails(files: Path, draw: Command) -> None:
    (files / "Q.csv").write_text("feature,value,min,max\nsex,w,8,8\nsex,m,0,0\nage,young,0,8\nage,old,0,8\n", "utf-8")
    given = ["--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8, "--out", files / "draw"]
    code, report, err = draw("panel", *given)
    assert code == 0
    assert report["in_no_panel"] == [f"t{number}" for number in range(1, 24, 2)]
    assert report["min_probability"] == 0
    assert err.startswith("Warning: in no panel that meets the quotas")


def test_digits_are_the_panel(panel: Callable[..., Path], draw: Command) -> None:
    folder = panel("--panels", 100)
    line = (folder / "panels.csv").read_text(encoding="utf-8").splitlines()[1 + 42]
    assert line.startswith("42,1,")
    code, report, _ = draw("open", folder, "--digits", 42)
    assert code == 0
    assert report["members"] == line.split(",")[2:]
    # The same again changes nothing, another number is refused, alternates may follow.
    before = (folder / "result.json").read_bytes()
    assert draw("open", folder, "--digits", 42)[0] == 0
    assert (folder / "result.json").read_bytes() == before
    code, _, err = draw("open", folder, "--digits", 43)
    assert (code, "a draw is never repeated" in err) == (2, True)
    assert draw("open", folder, "--digits", 42, "--source", SOURCE)[0] == 0
    code, _, err = draw("open", folder, "--digits", 42, "--source", f"{SOURCE}1")
    assert (code, "a draw is never repeated" in err) == (2, True)
    assert draw("verify", folder)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ([], "no randomness was given"),
        (["--digits", "1"], "exactly 2 digits"),
        (["--digits", "1x"], "exactly 2 digits"),
        (["--source", "dice=123"], "10 bits of chance; at least 64"),
        (["--source", "dice"], "write NAME=VALUE"),
        (["--source", SOURCE, "--source", SOURCE], "each name once"),
        (["--source", "lotto=1-2-3-4-5-50"], "six different numbers"),
    ],
)
def test_bad_randomness_is_refused(arguments: list[str], what: str, panel: Callable[..., Path], draw: Command) -> None:
    folder = panel("--panels", 100)
    code, printed, err = draw("open", folder, *arguments)
    assert (code, printed, err.count("\n")) == (2, None, 1)
    assert what in err
    assert not (folder / "result.json").exists()


def test_only_announced_sources_are_accepted(panel: Callable[..., Path], draw: Command) -> None:
    folder = panel("--sources", "dice")
    assert draw("open", folder, "--source", SOURCE, "--source", "lotto=3-17-22-31-40-48")[0] == 2
    assert draw("open", folder, "--source", SOURCE)[0] == 0
    assert draw("verify", folder)[1]["notes"] == []


def test_weighted_panels_are_not_drawn_by_digits(panel: Callable[..., Path], draw: Command) -> None:
    assert draw("open", panel(), "--digits", "1")[0] == 2


def test_a_changed_file_is_refused(panel: Callable[..., Path], draw: Command) -> None:
    folder = panel()
    with (folder / "panels.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    code, _, err = draw("open", folder, "--source", SOURCE)
    assert (code, err.count("\n")) == (2, 1)
    assert "panels.csv, line 1: the file was changed after it was committed" in err
    assert draw("verify", folder)[0] == 2


def test_alternates_restore_the_quotas(panel: Callable[..., Path], draw: Command) -> None:
    folder = panel("--household", "home")
    _, report, _ = draw("open", folder, "--source", SOURCE)
    members = set(report["members"])
    with (folder / "alternates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["member"] for row in rows] == report["members"]
    for row in rows:
        home = {int(name[1:]) // 2 for name in members - {row["member"]}}
        assert row["alternate_1"] not in members
        assert int(row["alternate_1"][1:]) // 2 not in home
        assert row["missed_1"] == "0"
    assert "alternates follow from the draw" in draw("verify", folder)[1]["facts"]


@pytest.mark.slow
def test_a_flipped_bit_anywhere_is_found(panel: Callable[..., Path], draw: Command) -> None:
    folder = panel("--panels", 10, "--household", "home")
    draw("open", folder, "--digits", 7, "--source", SOURCE)
    assert python_report(folder)[0] == 0
    generator = random.Random(1)
    copies = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for position in {0, len(data) - 1, *(generator.randrange(len(data)) for _ in range(3))}:
            copy = folder.parent / f"copy-{len(copies)}"
            shutil.copytree(folder, copy)
            flipped = bytearray(data)
            flipped[position] ^= 1 << generator.randrange(8)
            (copy / path.relative_to(folder)).write_bytes(flipped)
            copies.append(copy)
    # Run by the program outside of the copies: one of theirs may be the one with the flipped bit.
    program = PROGRAMS / "verify_draw.py"
    done = subprocess.run([sys.executable, "-I", program, *copies], capture_output=True, text=True, check=False)
    unseen = [line for line in done.stdout.splitlines() if line.endswith(": no problem(s) found")]
    assert (len(copies) > 50, unseen, done.stderr) == (True, [], "")


@pytest.mark.slow
@pytest.mark.skipif(NODE is None, reason="Node is missing")
def test_both_checkers_say_the_same(panel: Callable[..., Path], draw: Command) -> None:
    folders = [
        panel(name="weighted"),
        panel("--panels", 100, name="uniform"),
        panel("--method", "goldilocks", "--keep-in", "t1", "--keep-out", "t2", name="goldilocks"),
        panel("--method", "nash", "--household", "home", "--sources", "dice", name="nash"),
    ]
    draw("open", folders[1], "--digits", "07", "--source", SOURCE)
    draw("open", folders[3], "--source", SOURCE)
    closed = folders[0].with_name("closed")
    shutil.copytree(folders[3], closed)
    shutil.rmtree(closed / "private")
    for name, change in (("weights", "panels.csv"), ("rules", "rules.json"), ("result", "result.json")):
        copy = folders[0].with_name(name)
        shutil.copytree(folders[1], copy)
        (copy / change).write_bytes((copy / change).read_bytes().replace(b"1", b"2", 1))
        folders.append(copy)
    folders.append(closed)
    assert python_report(*folders) == node_report(*folders)


def test_a_lottery_that_is_not_the_fairest_is_found(panel: Callable[..., Path]) -> None:
    """Everything is committed anew, so only the bound can show that some are favoured."""
    folder = panel("--method", "maximin")
    fair = panel(name="fair")
    certificate = json.loads((fair / "certificate.json").read_bytes())
    certificate["relative_gap"] = "0.000001"
    # The panels of one always-feasible corner: nearly everybody has no chance at all.
    recommit(folder, {"certificate.json": certificate}, only_first_panel=True)
    code, lines = python_report(folder)
    assert code == 1
    assert "PROBLEM: The gap is larger than the certificate says." in lines


def recommit(folder: Path, changed: dict[str, object], *, only_first_panel: bool) -> None:
    """Play a dishonest office: new contents, hashes that fit."""
    from stadtgespraech.cli.draw.bundle import canonical, sha
    from stadtgespraech.engines.sortition import permuted

    for name, value in changed.items():
        (folder / name).write_bytes(canonical(value))
    if only_first_panel:
        heading, first = (folder / "panels.csv").read_text(encoding="utf-8").splitlines()[:2]
        rules = json.loads((folder / "rules.json").read_bytes())
        members = first.split(",")[2:]
        body = permuted([",".join([rules["units"], *members])], key=sha(canonical(rules)))
        (folder / "panels.csv").write_text(f"{heading}\n0,{body[0]}\n", encoding="utf-8")
        rows = [f"t{number},{1 if f't{number}' in members else 0}.000000000000" for number in range(24)]
        (folder / "probabilities.csv").write_text("\n".join(["id,probability", *rows, ""]), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"] = {name: sha((folder / name).read_bytes()) for name in manifest["files"]}
    (folder / "manifest.json").write_bytes(canonical(manifest))
    (folder / "commitment.txt").write_text(sha(canonical(manifest)) + "\n", encoding="utf-8")


def test_prescribed_probabilities_come_from_a_column(files: Path, draw: Command) -> None:
    rows = (files / "P.csv").read_text(encoding="utf-8").splitlines()
    wanted = [1 + number % 2 for number in range(24)]
    text = [f"{rows[0]},chance", *(f"{row},{own}" for row, own in zip(rows[1:], wanted, strict=True))]
    (files / "P.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    (files / "Q.csv").write_text("feature,value,min,max\nsex,w,2,6\nsex,m,2,6\nage,young,0,8\nage,old,0,8\n", "utf-8")
    given = ["--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8, "--out", files / "draw"]
    code, report, _ = draw("panel", *given, "--method", "prescribed", "--wanted", "chance")
    assert code == 0
    assert report["relative_gap"] <= 1e-6
    with (files / "draw" / "probabilities.csv").open(encoding="utf-8", newline="") as file:
        own = [float(row["probability"]) for row in csv.DictReader(file)]
    assert own == pytest.approx([8 * each / 36 for each in wanted], abs=1e-8)


def test_a_thousand_panels_cost_nobody_a_whole_one(files: Path, draw: Command) -> None:
    given = ["--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8, "--out", files / "draw"]
    _, report, _ = draw("panel", *given, "--panels", 1000)
    assert report["panels"] == 1000
    assert report["min_probability"] >= report["exact_min_probability"] - 1 / 1000
    assert report["largest_rounding_loss"] <= 1 / 1000
