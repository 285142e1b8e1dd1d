"""Says the result of the opinion engine: as plain values for programs, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.cli.vote_files import Statements, VoteFile
from stadtgespraech.engines.opinion import Agreement, Divisive, Opinion, Shared, effective_sample_size

NO_STABLE_GROUPS = "keine stabilen Gruppen"
NOTHING = ["  no statement has enough votes"]


def as_json(
    opinion: Opinion,
    *,
    file: VoteFile,
    statements: Statements,
    sectors: Sequence[str],
    sector: NDArray[np.int64] | None,
    weight: NDArray[np.float64] | None,
    minimum: int,
    seed: int,
    seconds: dict[str, float],
) -> dict[str, Any]:
    """The whole result; every list is a full ranking of the statements shown, and ``null`` stands for "unknown"."""
    groups = [f"group {number + 1}" for number in range(opinion.groups.number)]
    names: Sequence[str] = ["everybody"]
    kind = "everybody"
    if opinion.main is opinion.sectors:
        names, kind = sectors, "sectors"
    elif opinion.main is opinion.by_group:
        names, kind = groups, "groups"
    say = _Saying(opinion, file, statements, names)
    result: dict[str, Any] = {
        "participants": file.votes.participants,
        "statements": file.votes.statements,
        "votes": len(file.votes.value),
        "strata": kind,
        "definition": {
            "consensus": "smallest over the strata of the 10 % quantile of Beta(1/2 + agree, 1/2 + disagree)",
            "minimum": minimum,
            "stable_from": 0.6,
            "seed": seed,
        },
        "groups": opinion.groups.sizes.tolist(),
        "silhouettes": {str(number): number_or_none(value) for number, value in opinion.groups.silhouettes.items()},
        "stability": number_or_none(opinion.stability.median),
        "stable": opinion.stability.is_stable,
        "resamples": len(opinion.stability.runs),
        "explained": [number_or_none(share) for share in opinion.map.explained],
        "consensus": say.consensus("agreement"),
        "rejection": say.consensus("rejection"),
        "not_enough_votes": say.not_enough(),
        "gic": say.informed(),
        "majority": say.majority(),
        "divisive": say.divisive(opinion.divisive, groups),
        "bridging": say.bridging(),
        "representative": {name: say.representative(number) for number, name in enumerate(groups)},
        "people": [
            {
                "participant": person,
                "group": int(group) + 1 if group >= 0 else None,
                "place": [round(x, 6) for x in place],
            }
            for person, group, place in zip(
                file.participants, opinion.groups.label.tolist(), opinion.map.places.tolist(), strict=True
            )
        ],
        "seconds": round(sum(seconds.values()), 4),
        "seconds_by_step": {step: round(value, 4) for step, value in seconds.items()},
    }
    if sector is not None:
        if opinion.sectors_apart is not None:
            result["divisive_sectors"] = say.divisive(opinion.sectors_apart, sectors)
        result["sectors"] = {name: _people(sector == number, weight) for number, name in enumerate(sectors)}
    elif weight is not None:
        result["everybody"] = _people(np.ones(len(weight), dtype=bool), weight)
    return result


def _people(chosen: NDArray[np.bool_], weight: NDArray[np.float64] | None) -> dict[str, Any]:
    people: dict[str, Any] = {"participants": int(chosen.sum())}
    if weight is not None:
        people["effective_participants"] = number_or_none(effective_sample_size(weight[chosen]))
    return people


class _Saying:
    """Turns arrays over statements into lists of plain values, in their published order."""

    def __init__(self, opinion: Opinion, file: VoteFile, statements: Statements, names: Sequence[str]) -> None:
        self.opinion = opinion
        self.ids = file.statements
        self.statements = statements
        self.names = names

    def _shown(self, order: NDArray[np.int64]) -> list[int]:
        return [int(one) for one in order if self.statements.shown[one]]

    def _name(self, statement: int) -> dict[str, Any]:
        text = self.statements.text[statement]
        return {"statement": self.ids[statement], **({"text": text} if text else {})}

    def consensus(self, direction: str) -> list[dict[str, Any]]:
        """Statements with a verdict, the strongest first."""
        main = self.opinion.main
        agreement: Agreement = getattr(main.consensus, direction)
        plain: Agreement = getattr(main.unweighted, direction)
        return [
            {
                **self._name(one),
                "bound": number_or_none(agreement.bound[one]),
                "unweighted_bound": number_or_none(plain.bound[one]),
                "q": number_or_none(agreement.q[one]),
                "weakest": self.names[int(agreement.weakest[one])],
                "agreement": self._per_stratum(main.counts.agree[:, one] / main.counts.decided[:, one]),
                "bounds": self._per_stratum(agreement.per_stratum[:, one]),
                "pass_share": self._per_stratum(main.consensus.pass_share[:, one]),
                "votes": self._votes(main, one),
            }
            for one in self._shown(agreement.order)
            if main.consensus.enough[one]
        ]

    def not_enough(self) -> list[dict[str, Any]]:
        """Statements without a verdict, with the votes they have."""
        main = self.opinion.main
        return [
            {**self._name(one), "votes": self._votes(main, one)}
            for one in self._shown(np.arange(len(self.ids)))
            if not main.consensus.enough[one]
        ]

    def _per_stratum(self, values: NDArray[np.float64]) -> dict[str, float | None]:
        return {name: number_or_none(value) for name, value in zip(self.names, values, strict=True)}

    def _votes(self, shared: Shared, one: int) -> dict[str, dict[str, int]]:
        """Votes really cast."""
        plain = shared.plain
        return {
            name: {
                "agree": int(plain.agree[number, one]),
                "pass": int(plain.passed[number, one]),
                "disagree": int(plain.disagree[number, one]),
            }
            for number, name in enumerate(self.names)
        }

    def informed(self) -> list[dict[str, Any]]:
        """Group-informed consensus over the strata that decide; over the groups in Polis' form, too."""
        main, groups = self.opinion.main, self.opinion.by_group
        return [
            {
                **self._name(one),
                "enough_votes": bool(main.consensus.enough[one]),
                "value": number_or_none(main.informed.geometric_mean[one]),
                "rejection": number_or_none(main.informed_rejection.geometric_mean[one]),
                "polis": number_or_none(groups.informed.product[one]),
                "polis_rejection": number_or_none(groups.informed_rejection.product[one]),
            }
            for one in self._shown(main.informed.order)
        ]

    def majority(self) -> list[dict[str, Any]]:
        agree, against = self.opinion.majority, self.opinion.majority_against
        return [
            {
                **self._name(one),
                "agree": number_or_none(agree.share[one]),
                "agree_z": number_or_none(agree.z[one]),
                "disagree": number_or_none(against.share[one]),
                "disagree_z": number_or_none(against.z[one]),
                "verdict": "agree" if agree.significant[one] else "disagree" if against.significant[one] else None,
            }
            for one in self._shown(agree.order)
        ]

    def divisive(self, found: Divisive, strata: Sequence[str]) -> list[dict[str, Any]]:
        if len(strata) < 2:
            return []
        return [
            {
                **self._name(one),
                "bound": number_or_none(found.bound[one]),
                "gap": number_or_none(found.gap[one]),
                "most": strata[int(found.most[one])],
                "least": strata[int(found.least[one])],
                "q": number_or_none(found.q[one]),
            }
            for one in self._shown(found.order)
        ]

    def bridging(self) -> list[dict[str, Any]]:
        found = self.opinion.bridging
        if self.opinion.groups.number < 2:
            return []
        return [
            {
                **self._name(one),
                "direction": "agree" if found.agrees[one] else "disagree",
                "bound": number_or_none(found.bound[one]),
                "share": number_or_none(found.share[one]),
                "q": number_or_none(found.q[one]),
            }
            for one in self._shown(found.order)
        ]

    def representative(self, group: int) -> list[dict[str, Any]]:
        found = self.opinion.representative
        if self.opinion.groups.number < 2:
            return []
        return [
            {
                **self._name(one),
                "direction": "agree" if found.agrees[group, one] else "disagree",
                "representative": bool(found.agree.significant[group, one] or found.disagree.significant[group, one]),
                "effect": number_or_none(found.effect[group, one]),
                "q": number_or_none(found.q[group, one]),
                **{
                    name: number_or_none(values[group, one])
                    for name, values in (
                        ("pa", found.agree.share),
                        ("pat", found.agree.z),
                        ("ra", found.agree.repness),
                        ("rat", found.agree.repness_z),
                        ("pd", found.disagree.share),
                        ("pdt", found.disagree.z),
                        ("rd", found.disagree.repness),
                        ("rdt", found.disagree.repness_z),
                    )
                },
            }
            for one in self._shown(found.order(group))
        ]


def number_or_none(value: float) -> float | None:
    return None if not np.isfinite(value) else round(float(value), 12)


def as_text(result: dict[str, Any], *, most: int) -> str:
    """The heads of the lists, in words."""
    lines = [
        f"{result['participants']} participants, {result['statements']} statements, {result['votes']} votes",
        _groups_line(result),
        "",
        f"Consensus (over {result['strata']}; the weakest decides; at least this share agrees, 90 % sure):",
        *([_line(one["bound"], one) for one in result["consensus"][:most]] or NOTHING),
        "",
        "Shared rejection:",
        *([_line(one["bound"], one) for one in result["rejection"][:most]] or NOTHING),
    ]
    if result["not_enough_votes"]:
        lines += ["", f"Not enough votes for a verdict: {len(result['not_enough_votes'])} statements"]
    if result["divisive"] and result["stable"]:
        lines += ["", "What divides the groups most (certain part of the gap):"]
        lines += [_line(one["bound"], one) for one in result["divisive"][:most]]
    return "\n".join([*lines, "", f"{result['seconds']:.2f} seconds"])


def _groups_line(result: dict[str, Any]) -> str:
    sizes = ", ".join(map(str, result["groups"]))
    if result["stability"] is None:
        return "Groups: stability not known" if len(result["groups"]) > 1 else f"Groups: {NO_STABLE_GROUPS}"
    if not result["stable"]:
        return f"Groups: {NO_STABLE_GROUPS} (stability {result['stability']:.2f}, below 0.6)"
    return f"Groups of {sizes} people (stability {result['stability']:.2f})"


def _line(value: float | None, entry: dict[str, Any]) -> str:
    share = "   ?" if value is None else f"{value:4.0%}"
    return f"  {share}  {entry['statement']}  {' '.join(entry.get('text', '').split())}".rstrip()
