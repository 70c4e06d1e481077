"""Friendly names for runs that were given none."""

from __future__ import annotations

import os

_ADJECTIVES = (
    "amber brave bright calm clever cosmic crisp dapper eager early fancy fearless gentle golden happy honest humble jolly "
    "keen kind lively lucky mellow merry mighty misty nimble noble patient polite proud quick quiet rapid royal rustic shiny "
    "silent silver sleek smart snowy solid steady sunny swift tidy tiny vivid warm wild wise witty young "
).split()

_NOUNS = (
    "acorn badger beacon birch breeze brook canyon cedar cloud comet coral crane delta dune eagle ember falcon fern fjord "
    "forest fox garden glacier harbor hare heron hill island jay kite lagoon lake lark lynx maple meadow moon nebula oak "
    "ocean otter owl panda pebble pine planet prairie raven reef river robin sparrow spring star stone summit tiger tulip "
    "valley wave willow wolf wren "
).split()


def friendly_name() -> str:
    """An adjective and a noun, such as `brave-fox`."""
    first, second = os.urandom(2)
    return f"{_ADJECTIVES[first % len(_ADJECTIVES)]}-{_NOUNS[second % len(_NOUNS)]}"
