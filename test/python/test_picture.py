"""The static picture of a run."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from array import array
from pathlib import Path
from typing import Any

import pytest

import sideplot
from sideplot.log_points import Curve, read_logs
from sideplot.svg_chart import ticks

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: Any) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def words(picture: Any) -> list[str]:
    return [element.text or "" for element in parsed(picture).iter(f"{SVG}text")]


def paths(picture: Any) -> list[str]:
    """The curves of a picture."""
    return [element.get("d", "") for element in parsed(picture).iter(f"{SVG}path") if element.get("stroke-linejoin") == "round"]


def test_shows_all_metrics_grouped_as_in_a_panel(root: Path) -> None:
    with sideplot.init(name="brave-fox", project="p") as run:
        for step in range(100):
            run.log({"train/loss": 1 / (step + 1), "train/acc": step / 100, "lr": 0.1})
        picture = run.picture()
    assert words(picture)[0] == "brave-fox"
    assert {"train", "lr", "train/loss", "train/acc"} <= set(words(picture))
    assert len(paths(picture)) == 3
    # The first point is the greatest value and so near the top, left; the last one near the bottom, right.
    first, *_, last = paths(picture)[0][1:].split("L")
    assert first.split(" ")[0] == "0.0" and float(first.split(" ")[1]) < 20
    assert last.split(" ")[0] == "368.0" and float(last.split(" ")[1]) > 170
    assert repr(picture) == "<picture of the sideplot run brave-fox: 2 charts, 300 points>"
    assert picture._repr_mimebundle_()["image/svg+xml"] == picture.svg


def test_shows_a_figure(root: Path) -> None:
    with sideplot.init() as run:
        run.figure("Losses", [["b", "a"], {"title": "layers", "metrics": ["layer*"]}])
        run.log({"a": 1, "b": 2, "layer1": 3, "layer2": 4, "other": 5})
        picture = run.picture("Losses")
        shown = words(picture)
        assert shown[0].endswith(" · Losses")
        assert shown.index("b") < shown.index("a") < shown.index("layer1")
        assert "layers" in shown and "other" not in shown
        with pytest.raises(ValueError, match="no figure 'Loss'; there are 'Losses'"):
            run.picture("Loss")


def test_takes_names_for_text_and_says_what_is_not_shown(root: Path) -> None:
    hostile = '<script>alert(1)</script> & "\x00\ud800'
    with sideplot.init(name=hostile) as run:
        run.log({hostile: 1, "b": math.nan})
        run.log({hostile: math.inf, "b": 2})
        run.log_many("c", [1.0, 2.0, math.nan, 4.0])
        for index in range(30):
            run.log({f"many/{index}": index})
        picture = run.picture()
    assert "script" not in {element.tag.replace(SVG, "") for element in parsed(picture).iter()}
    assert any(text.startswith("<script>alert(1)</script> & ") for text in words(picture))
    assert "Not shown: 10 further metrics" in words(picture)
    assert words(picture).count("Not shown: 1 value not finite") == 3


def test_of_a_run_without_metrics_says_so(root: Path) -> None:
    with sideplot.init(name="empty") as run:
        assert "Nothing was logged yet." in words(run.picture())


def test_reads_all_points_and_keeps_few(root: Path) -> None:
    count = 200_000
    with sideplot.init() as run:
        run.log_many("wave", [math.sin(index / 5000) for index in range(count)])
        for step in range(5000):
            run.log({"spike": 1000.0 if step == 3210 else 0.0}, step=step)
        run.picture()
        logged = {curve.metric: curve for curve in read_logs(run.dir).curves}
    wave, spike = logged["wave"], logged["spike"]
    assert (wave.count, spike.count) == (count, 5000)
    places = list(wave.places())
    assert 1000 < len(places) <= 4096
    # Everywhere, and where the curve is.
    steps = [x for x, _ in places]
    assert steps == sorted(steps) and steps[0] < 300 and steps[-1] > count - 300
    assert max(after - before for before, after in zip(steps, steps[1:])) < 500
    assert all(y == math.sin(x / 5000) for x, y in places)
    assert [x for x, y in spike.places() if y == 1000.0] == [3210]


def test_thins_curves_that_are_not_finite() -> None:
    curve = Curve("m", "p")
    for start in range(0, 100_000, 100):
        y = [math.nan] * 100 if start % 20_000 < 1000 else [float(start)] * 99 + [math.inf]
        curve.add(array("d", range(start, start + 100)), array("d", y))
    assert curve.count == 100_000
    assert curve.hidden == 50 * 100 + 950
    places = list(curve.places())
    assert len(places) <= 4096
    assert {int(x) // 20_000 for x, y in places if y != y} == {0, 1, 2, 3, 4}
    assert max(y for _, y in places if y == y) == 99_900.0


def test_ticks_are_round() -> None:
    assert ticks(0, 1, 5) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert ticks(-3, 97, 5) == pytest.approx([0, 20, 40, 60, 80])
    assert ticks(1e-9, 2e-9, 5) == pytest.approx([1e-9, 1.2e-9, 1.4e-9, 1.6e-9, 1.8e-9, 2e-9])


def test_of_one_value_and_of_the_greatest_ones_is_a_picture(root: Path) -> None:
    with sideplot.init() as run:
        run.log({"one": 5.0, "zero": 0.0, "great": 1e308})
        run.log({"great": -1e308})
        picture = run.picture()
    assert len(list(parsed(picture).iter(f"{SVG}circle"))) == 2
    assert "nan" not in picture.svg and "inf" not in picture.svg.replace("finite", "")


def test_is_saved_to_a_file(root: Path, tmp_path: Path) -> None:
    with sideplot.init() as run:
        run.log({"loss": 1.0})
        picture = run.picture()
    picture.save(str(tmp_path / "a.svg"))
    assert (tmp_path / "a.svg").read_text("utf-8") == picture.svg
    picture.show()


def test_finish_with_a_picture_outside_of_a_notebook_only_ends_the_run(root: Path) -> None:
    run = sideplot.init()
    run.log({"loss": 1.0})
    run.finish(picture=True)
    assert run.status == "finished"
