"""Words that read like an illness or another reason, in the four languages: a reminder to HR, never a wall."""

import re
import unicodedata
from typing import Final

# Beginnings of words, already without case. Short on purpose: it reminds of the most frequent slips.
STARTS: Final = {
    "en": (
        "adhd", "allerg", "anxi", "arthrit", "asthma", "autis", "because", "cancer", "chemo", "chronic", "depress",
        "diabet", "diagnos", "disab", "disease", "disorder", "doctor", "epilep", "heart condition", "hiv", "illness",
        "insulin", "medic", "migrain", "pregnan", "religio", "scolios", "sick", "stammer", "stutter", "suffer",
        "surger", "symptom", "syndrome", "therap",
    ),
    "te": (
        "అంగవైకల్య", "అనారోగ్య", "ఆస్తమా", "ఎందుకంటే", "ఉబ్బసం", "ఔషధ", "కారణంగా", "క్యాన్సర్", "గర్భ", "చికిత్స", "జబ్బు",
        "డయాబెట", "డాక్టర్", "డిప్రెషన్", "నత్తి", "మందులు", "మధుమేహ", "మూర్ఛ", "రోగ", "వికలాంగ", "వైద్య", "వ్యాధి", "షుగర్",
        "శస్త్రచికిత్స", "మత",
    ),
    "hi": (
        "अपंग", "अवसाद", "अस्थमा", "इंसुलिन", "इलाज", "ऑपरेशन", "कैंसर", "क्योंकि", "गर्भ", "चिकित्स", "डायबिटीज", "डिप्रेशन",
        "डॉक्टर", "दमा", "दवा", "धर्म", "धार्मिक", "निदान", "बीमार", "मधुमेह", "मिर्गी", "रोग", "विकलांग", "दिव्यांग",
        "की वजह", "के कारण", "हकला",
    ),
    "lv": (
        "alerģ", "artrīt", "astm", "autis", "depres", "diabēt", "diagno", "dēļ", "epilep", "grūtniec", "insulīn",
        "invalid", "jo", "kaite", "migrēn", "operācij", "reliģ", "simptom", "sindrom", "skolioz", "slim", "stomīt",
        "stost", "terapij", "tāpēc", "vēzi", "vēzis", "zāles", "ārst",
    ),
}  # fmt: skip
# These are whole words: as beginnings they would catch what is meant otherwise.
WHOLE: Final = frozenset({"jo", "dēļ", "మత", "దమా", "दमा", "hiv", "zāles"})


def reads_like_reason(words: str) -> list[str]:
    """Return the words that read like an illness or a reason, as they stand in the text; each once, in order."""
    found = (match[0] for match in _PATTERN.finditer(unicodedata.normalize("NFC", words)))
    return list(dict.fromkeys(found))


def _start(text: str) -> str:
    # A letter of an Indic script is followed by signs that are no letters of their own: the rest of the word is
    # everything up to a blank or a mark.
    rest = "" if text in WHOLE else r"[^\s.,;:!?()\"“”|।]*"
    end = r"(?=[\s.,;:!?()\"“”|।]|$)"
    return re.escape(unicodedata.normalize("NFC", text)) + rest + end


_BEFORE = r"(?:(?<=[\s.,;:!?()\"“”|।/-])|^)"
_ALL = sorted({start for starts in STARTS.values() for start in starts}, key=len, reverse=True)
_PATTERN = re.compile(f"{_BEFORE}(?:{'|'.join(map(_start, _ALL))})", re.IGNORECASE)
