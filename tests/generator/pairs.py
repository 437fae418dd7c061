"""The reports around a report: last year's of the same organ, those of its units, those of like units."""

from __future__ import annotations

import random
from decimal import Decimal

from tests.generator import model as m
from tests.generator import wording as w

Around = dict[str, list[m.ReportModel]]


def around(rng: random.Random, model: m.ReportModel) -> Around:
    """For some clean reports, the clean reports around them; their prose is written anew to agree with them."""
    if rng.random() > 0.3 or model.year == 2019:
        return {}
    if model.organ.kind == "government" and not model.organ.regulations and model.edition == 2021:
        return {"parts": region(rng, model)}
    if rng.random() < 0.35:
        return {"siblings": siblings(rng, model)}
    return {"previous": [previous(rng, model)]}


def fresh(rng: random.Random, organ: m.Organ, year: int) -> m.ReportModel:
    """A clean report of that organ on that year."""
    found = w.make_model(rng, years=(year,))
    found.organ = organ
    found.disclosure = m.make_disclosure(rng, found.edition, organ, found.size)
    found.disclosure_order = list(found.disclosure)
    rewrite(rng, found)
    return found


def rewrite(rng: random.Random, model: m.ReportModel) -> None:
    """Writes the prose anew, after the tables or the organ have changed."""
    model.notes.clear()
    model.prose = w.make_prose(rng, model)


def previous(rng: random.Random, model: m.ReportModel) -> m.ReportModel:
    """Last year's report, of which this year's carries on; this year's prose is written anew with its number."""
    found = fresh(rng, model.organ, model.year - 1)
    carried = [int(x) for x in model.requests["r2"]]
    for at in range(7):
        done = int(found.requests["T"][at])
        before = min(int(found.requests["r2"][at]), done) if at < 6 else 0
        found.requests["K"][at] = str(carried[at])
        found.requests["r2"][at], found.requests["r1"][at] = str(before), str(done + carried[at] - before)
    for key in ("r1", "r2", "T", "K"):
        found.requests[key][6] = str(sum(int(x) for x in found.requests[key][:6]))
    for group in range(3):
        cells = [int(x) for x in found.disputes[group * 5 : group * 5 + 5]]
        cells[3] = min(cells[3], int(model.disputes[group * 5 + 4]))
        cells[4] = sum(cells[:4])
        found.disputes[group * 5 : group * 5 + 5] = [str(x) for x in cells]
    if found.edition == 2021:
        for name in ("规章", "行政规范性文件"):
            made, gone, valid = (int(x) for x in model.disclosure[name])
            stock = max(valid - made + gone, 0)
            model.disclosure[name][2] = str(stock + made - gone)
            new = rng.randint(0, min(stock, 9))
            found.disclosure[name] = [str(new), str(rng.randint(0, 3) if name != "规章" else 0), str(stock)]
    model.before = int(found.requests["r1"][6])
    rewrite(rng, model)
    rewrite(rng, found)
    return found


def siblings(rng: random.Random, model: m.ReportModel, count: int = 3) -> list[m.ReportModel]:
    """Reports of other departments of the same place on the same year."""
    names = [b for b in rng.sample(m.BUREAUS, k=count + 1) if b not in model.organ.name][:count]
    return [
        fresh(
            rng, m.Organ(model.organ.place + b, "department", "我局", model.organ.place, model.organ.area), model.year
        )
        for b in names
    ]


def region(rng: random.Random, model: m.ReportModel, count: int = 4) -> list[m.ReportModel]:
    """The reports of all units of a government, whose tables become the sums of theirs."""
    organ = model.organ
    town = rng.choice(m.TOWNS) + "镇"
    units = siblings(rng, model, count)
    units.append(
        fresh(
            rng,
            m.Organ(f"{organ.place}{town}人民政府", "town", "我镇", town, "镇", contact=town + "党政办公室"),
            model.year,
        )
    )
    for key in model.requests:
        model.requests[key] = [str(sum(int(u.requests[key][at]) for u in units)) for at in range(7)]
    model.disputes = [str(sum(int(u.disputes[at]) for u in units)) for at in range(15)]
    for name, cells in model.disclosure.items():
        model.disclosure[name] = [
            str(sum((Decimal(u.disclosure[name][at]) for u in units), Decimal(0))) for at in range(len(cells))
        ]
    rewrite(rng, model)
    return units
