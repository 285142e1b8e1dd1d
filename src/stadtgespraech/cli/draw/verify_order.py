#!/usr/bin/env python3
"""Check the order of letters, or the alternates, of a draw: ``python3 verify_order.py FOLDER [FOLDER …]``.

Needs verify_draw.py beside it, which checks everything else, and nothing but Python. For a draw of letters it repeats
the order of all tickets, stratum by stratum. For a panel it repeats, with the opened pool, who comes instead of whom.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from verify_draw import LABEL, Draw, Stream, report, sha


class Order(Draw):
    """A folder with everything that follows from the published randomness."""

    def check(self):
        super().check()
        if "strata" in self.rules:
            self.check_letters()
        elif self.result and self.result["alternates"] and self.opened:
            same = self.read("alternates.csv").decode() == self.alternates(self.panels[self.result["panel"]])
            self.expect(same, "The alternates do not follow from the draw.")
            self.facts.append("alternates follow from the draw")

    def check_letters(self):
        tickets, drawn = {}, ["stratum,position,ticket,probability"]
        for line in self.lines("tickets.csv"):
            stratum, ticket = line.split(",")
            tickets.setdefault(int(stratum), []).append(ticket)
        self.expect(set(tickets) <= set(range(len(self.rules["strata"]))), "A ticket has a stratum that is none.")
        for number, stratum in enumerate(self.rules["strata"]):
            own = tickets.get(number, [])
            complete = len(own) == stratum["people"] and own == sorted(set(own))
            self.expect(complete, f"The tickets of stratum {number} are not complete.")
            if self.seed:
                order = Stream(self.seed, f"letters-{number}").first(len(own), stratum["letters"] + stratum["reserve"])
                chance = f"{stratum['letters'] / max(len(own), 1):.9f}"
                drawn += [f"{number},{place},{own[index]},{chance}" for place, index in enumerate(order, 1)]
        if self.opened:
            left = {number: set(own) for number, own in tickets.items()}
            with (self.folder / "private/register.jsonl").open(encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    left[json.loads(line)[2]].remove(sha(LABEL + b"ticket" + line.removesuffix("\n").encode()))
            self.expect(not any(left.values()), "A ticket belongs to nobody.")
        if self.result:
            raw = self.read("drawn.csv")
            self.expect(raw.decode() == "\n".join(drawn) + "\n", "drawn.csv does not follow from the randomness.")
            self.expect(sha(raw) == self.result["drawn"], "drawn.csv is not what was drawn.")
            self.facts.append(f"order of {len(drawn) - 1} letters and reserves")

    def alternates(self, panel):
        people, quotas, most = list(self.pool), self.rules["quotas"], self.rules["alternates"]
        order = Stream(self.seed, "alternates").first(len(people), len(people))
        place = {people[index]: at for at, index in enumerate(order)}
        lines = ["member" + "".join(f",alternate_{n},missed_{n}" for n in range(1, most + 1))]
        for member in panel:
            stay = [self.pool[person] for person in panel if person != member]
            counts = [sum(row[column] == q["value"] for row in stay) for column, q in zip(self.column, quotas)]
            homes, ranked = {row[3] for row in stay} - {None}, []
            for person, row in self.pool.items():
                if person in panel or row[4] == "out" or row[3] in homes:
                    continue
                after = [own + (row[c] == q["value"]) for own, c, q in zip(counts, self.column, quotas)]
                missed = sum(max(q["min"] - own, own - q["max"], 0) for own, q in zip(after, quotas))
                ranked.append((missed, place[person], person))
            cells = [str(cell) for missed, _, person in sorted(ranked)[:most] for cell in (person, missed)]
            lines.append(",".join([member, *cells, *[""] * (2 * most - len(cells))]))
        return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(report([Order(folder) for folder in sys.argv[1:]]))
