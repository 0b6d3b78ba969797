"""The countries of the world by their two letters, with their names in the reader's language."""

from babel import Locale
from flask_babel import get_locale

# CLDR also names regions and what is no place: unknown, outlying, pseudo-languages for tests.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})


def country_names() -> dict[str, str]:
    """Return the countries by code (ISO 3166, two letters), in the order of their names."""
    names = (get_locale() or Locale("en")).territories
    found = {code: name for code, name in names.items() if len(code) == 2 and code not in _NO_COUNTRY}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def is_country(code: str) -> bool:
    """Tell whether these two letters are a country; none at all is right too."""
    return not code or (len(code) == 2 and code in Locale("en").territories and code not in _NO_COUNTRY)
