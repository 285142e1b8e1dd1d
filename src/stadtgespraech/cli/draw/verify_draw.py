#!/usr/bin/env python3
"""Check a draw of Stadtgespräch. Needs nothing but Python: ``python3 verify_draw.py FOLDER [FOLDER …]``.

Checks the hashes committed to before the draw, that nobody chose the panels' numbers, that the published randomness
gives the result, and all probabilities; with the opened pool (FOLDER/private) also the quotas and, by weak duality in
exact fractions, that no lottery is fairer. verify_order.py checks letters and alternates. Neither can see whether the
pool is the right one, nor whether the commitment was published before the randomness: compare both yourself.
"""

import hashlib
import json
import math
import re
import sys
from fractions import Fraction
from pathlib import Path

LABEL, MOST_PANELS, MOST_STEPS = b"stadtgespraech-draw-v1", 20_000, 500_000


def sha(data):
    return hashlib.sha256(data).hexdigest()


class Stream:
    """Uniform whole numbers: SHA-256 in counter mode, eight bytes at a time, with rejection."""

    def __init__(self, seed, domain):
        self.prefix, self.block, self.rest = seed + domain.encode() + b"\0", 0, b""

    def below(self, limit):
        while True:
            if not self.rest:
                self.rest = hashlib.sha256(self.prefix + self.block.to_bytes(8, "big")).digest()
                self.block += 1
            word, self.rest = int.from_bytes(self.rest[:8], "big"), self.rest[8:]
            if word < 2**64 - 2**64 % limit:
                return word % limit

    def first(self, count, wanted):
        """The first ``wanted`` of a uniform order of ``count`` things (Fisher–Yates from the front)."""
        moved, result = {}, []
        for index in range(wanted):
            other = index + (self.below(count - index) if count - index > 1 else 0)
            result.append(moved.get(other, other))
            moved[other] = moved.get(index, index)
        return result


def seed_of(commitment, sources):
    """Seed from published sources, and their bits of chance; -inf if one cannot be read."""
    bits = 0.0
    for name, value in sources.items():
        if name.startswith("drand"):
            fits, own = re.fullmatch("[0-9a-f]{64}", value), 256
        elif name.startswith("lotto"):
            fits, own = len(set(re.findall("[0-9]+", value))) == 6, math.log2(math.comb(49, 6))
        else:
            fits, own = re.fullmatch("[0-9]+", value), len(value) * math.log2(10)
        bits += own if fits else -math.inf
    parts = [LABEL, b"seed", bytes.fromhex(commitment)]
    parts += [f"{name}={sources[name]}".encode() for name in sorted(sources)]
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest(), bits


class Draw:
    def __init__(self, folder):
        self.folder, self.problems, self.notes, self.facts = Path(folder), [], [], []
        try:
            self.check()
        except AssertionError as error:
            self.problems.append(str(error))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
            self.problems.append("The folder cannot be read to its end.")

    def expect(self, condition, sentence):
        if not condition:
            raise AssertionError(sentence)

    def read(self, name):
        return (self.folder / name).read_bytes()

    def lines(self, name):
        return self.read(name).decode().removesuffix("\n").split("\n")[1:]

    def check(self):
        manifest, self.commitment = json.loads(self.read("manifest.json")), sha(self.read("manifest.json"))
        self.facts.append(f"commitment {self.commitment}")
        said = self.read("commitment.txt").decode()
        self.expect(said == f"{self.commitment}\n", "commitment.txt is not the hash of manifest.json.")
        self.opened = all((self.folder / name).exists() for name in manifest["private"])
        committed = manifest["files"] | (manifest["private"] if self.opened else {})
        for name in sorted(committed):
            self.expect(sha(self.read(name)) == committed[name], f"{name} is not what was committed.")
        self.notes += [] if self.opened else ["The pool is not opened: quotas and the bound were not checked."]
        self.rules = json.loads(self.read("rules.json"))
        self.notes += [] if self.rules["sources"] else ["The sources of randomness were not committed to."]
        self.result, self.seed = None, b""
        if (self.folder / "result.json").exists():
            self.check_seed(self.read("result.json"))
        else:
            self.notes.append("The draw is not opened yet.")
        if manifest["kind"] == "panel":
            self.check_panels()

    def check_seed(self, raw):
        self.result = json.loads(raw)
        text = json.dumps(self.result, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
        self.expect(raw == text.encode() + b"\n", "result.json was edited.")
        self.expect(self.result["commitment"] == self.commitment, "The result belongs to another commitment.")
        sources, announced = self.result["sources"], self.rules["sources"]
        if sources:
            self.seed, bits = seed_of(self.commitment, sources)
            self.expect(bits >= 64, "The randomness holds less than 64 bits.")
            self.expect(announced in (None, sorted(sources)), "Other sources of randomness were announced.")
        self.expect(self.result["seed"] == self.seed.hex(), "The seed does not follow from the sources.")

    def check_panels(self):
        lines, self.all = self.lines("panels.csv"), int(self.rules["units"])
        bodies = sorted(line.split(",", 1)[1] for line in lines)
        key = [LABEL, b"order", sha(self.read("rules.json")).encode(), *(body.encode() for body in bodies)]
        order = Stream(hashlib.sha256(b"\n".join(key)).digest(), "order").first(len(bodies), len(bodies))
        numbered = [f"{str(n).zfill(len(str(len(bodies) - 1)))},{bodies[i]}" for n, i in enumerate(order)]
        self.expect(lines == numbered, "The panels' numbers do not follow from the panels.")
        rows = [body.split(",") for body in lines]
        self.weights, self.panels = [int(row[1]) for row in rows], [row[2:] for row in rows]
        self.expect(sum(self.weights) == self.all and min(self.weights) > 0, "The weights do not sum up.")
        people = [line.split(",") for line in self.lines("probabilities.csv")]
        self.units = dict.fromkeys((person for person, _ in people), 0)
        for weight, panel in zip(self.weights, self.panels):
            self.expect(len(set(panel)) == len(panel) == self.rules["size"], "A panel has the wrong size.")
            self.units.update((person, self.units[person] + weight) for person in panel)
        off = max(abs(Fraction(own) - Fraction(self.units[name], self.all)) for name, own in people) * 10**12
        self.expect(off <= 1 and len(people) == len(self.units), "A probability is wrong.")
        if self.opened:
            self.check_pool()
        if self.result:
            self.check_result()

    def check_result(self):
        result, number = self.result, None
        if self.seed:
            at, number = Stream(self.seed, "panel").below(self.all), 0
            while at >= self.weights[number]:
                at, number = at - self.weights[number], number + 1
        if result["digits"] is not None:
            number = int(result["digits"])
            self.expect(self.all == len(self.panels) == 10 ** len(result["digits"]), "The digits number no panel.")
        self.expect(result["panel"] == number and result["members"] == self.panels[number], "Another panel was drawn.")
        self.facts.append(f"panel {number}")
        if result["alternates"] is None:
            self.notes.append("Alternates were not fixed.")
        else:
            self.expect(sha(self.read("alternates.csv")) == result["alternates"], "Other alternates were drawn.")

    def check_pool(self):
        # A row is [id, nonce, type, household, kept, value of each feature …].
        lines, quotas = self.read("private/pool.jsonl").decode().splitlines(), self.rules["quotas"]
        self.pool = {row[0]: row for row in map(json.loads, lines)}
        tickets = [f"{person},{sha(LABEL + b'ticket' + line.encode())}" for person, line in zip(self.pool, lines)]
        self.expect(self.lines("tickets.csv") == tickets, "A ticket does not belong to its person.")
        self.expect(list(self.pool) == list(self.units), "Pool and probabilities list different people.")
        self.column = [5 + self.rules["features"].index(quota["feature"]) for quota in quotas]
        inside = {person for person, row in self.pool.items() if row[4] == "in"}
        for number, panel in enumerate(self.panels):
            rows = [self.pool[person] for person in panel]
            for column, quota in zip(self.column, quotas):
                seats = sum(row[column] == quota["value"] for row in rows)
                self.expect(quota["min"] <= seats <= quota["max"], f"Panel {number}: quota of {quota['value']}.")
            homes = [row[3] for row in rows if row[3] is not None]
            kept = inside <= set(panel) and all(row[4] != "out" for row in rows) and len(homes) == len(set(homes))
            self.expect(kept, f"Panel {number} breaks a household, or who was kept in or out.")
        self.check_bound()

    def check_bound(self):
        certificate = json.loads(self.read("certificate.json"))
        if not certificate["stages"]:
            self.notes.append("This method has no bound that could be checked.")
            return
        rows, capacity, kinds = [row for row in self.pool.values() if row[4] != "out"], {}, {}
        for row in rows:
            capacity[row[2]] = capacity.get(row[2], 0) + 1
            self.expect(kinds.setdefault(row[2], row[3:]) == row[3:], "People of one type differ.")
        floor = {kind: own if kinds[kind][1] == "in" else 0 for kind, own in capacity.items()}
        ceiling = [Fraction(own) for own in certificate["ceiling"] or [1] * len(kinds)]
        upper = {kind: max(own * ceiling[kind], floor[kind]) for kind, own in capacity.items()}
        conditions = [({kind for kind in kinds if kinds[kind][column - 3] == quota["value"]}, quota["min"], quota["max"])
                      for column, quota in zip(self.column, self.rules["quotas"])]  # fmt: skip
        conditions.append((set(kinds), self.rules["size"], self.rules["size"]))
        homes = sorted({row[0] for row in kinds.values() if row[0] is not None})
        conditions += [({kind for kind in kinds if kinds[kind][0] == home}, 0, 1) for home in homes]
        conditions = [(dict.fromkeys(members, 1), low, high) for members, low, high in conditions]
        cuts = [(dict(zip(cut["types"], cut["coefficients"])), 0, cut["high"]) for cut in certificate["cuts"]]
        if cuts and not self.prove_cuts(conditions, cuts, floor, capacity):
            self.notes.append(f"bound rests on {len(cuts)} cuts proved by the solver")
        settled, best = {}, []
        for stage in certificate["stages"]:
            gain = {kind: Fraction(weight) for kind, weight in zip(stage["types"], stage["weights"])}
            share, total = sum(capacity[kind] * weight for kind, weight in gain.items()), Fraction(0)
            for kind, value in settled.items():
                multiplier = max(Fraction(stage["floors"].get(str(kind), 0)), 0)
                gain[kind], total = gain.get(kind, 0) + multiplier, total - multiplier * capacity[kind] * value
            for number, text in stage["rows"].items():
                multiplier, (members, low, high) = Fraction(text), (conditions + cuts)[int(number)]
                total += multiplier * (high if multiplier > 0 else low)
                for kind, coefficient in members.items():
                    gain[kind] = gain.get(kind, 0) - multiplier * coefficient
            total += sum(max(own * upper[kind], own * floor[kind]) for kind, own in gain.items())
            self.expect(share > 0 and min(map(Fraction, stage["weights"])) >= 0, "A multiplier has the wrong sign.")
            settled.update(dict.fromkeys(stage["types"], Fraction(stage["value"])))
            best += [total / share for kind in stage["types"] for _ in range(capacity[kind])]
        self.expect(sorted(settled) == sorted(kinds) and len(best) == len(rows), "The certificate forgets somebody.")
        reached = sorted(Fraction(self.units[row[0]], self.all) for row in rows)
        gap = max(most - own for most, own in zip(sorted(best), reached)) * len(rows) / self.rules["size"]
        self.expect(gap <= Fraction(certificate["relative_gap"]), "The gap is larger than the certificate says.")
        self.facts.append(f"no lottery is fairer by more than {certificate['relative_gap']} of an equal chance")

    def prove_cuts(self, conditions, cuts, floor, capacity):
        """Walk through all panels of types; False if there are too many."""
        kinds, steps, found, stack = sorted(capacity), 0, 0, [(0, {})]
        while stack:
            at, chosen = stack.pop()
            steps += 1
            if steps > MOST_STEPS or found > MOST_PANELS:
                return False
            rest = kinds[at:]
            for members, low, high in conditions:
                own = sum(seats for kind, seats in chosen.items() if kind in members)
                if own > high or own + sum(capacity[kind] for kind in rest if kind in members) < low:
                    break
            else:
                if rest:
                    stack += [(at + 1, {**chosen, rest[0]: n}) for n in range(floor[rest[0]], capacity[rest[0]] + 1)]
                    continue
                found += 1
                holds = all(sum(own * chosen[kind] for kind, own in cut.items()) <= high for cut, _, high in cuts)
                self.expect(holds, "A cut excludes a real panel.")
        return True


def report(draws):
    for draw in draws:
        lines = [f"OK: {text}" for text in draw.facts] + [f"NOTE: {text}" for text in draw.notes]
        lines += [f"PROBLEM: {text}" for text in draw.problems]
        print(*lines, f"{draw.folder}: {len(draw.problems) or 'no'} problem(s) found", sep="\n")
    return 1 if any(draw.problems for draw in draws) or not draws else 0


if __name__ == "__main__":
    sys.exit(report([Draw(folder) for folder in sys.argv[1:]]))
