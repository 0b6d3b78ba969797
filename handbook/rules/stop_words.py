"""Words that say nothing about what is looked for, by language, in the form in which words are compared."""

from functools import cache

from handbook.people.folding import folded

_WORDS = {
    "en": """
        a about after all am an and any are as at be been before but by can could d did do does for from get go got had
        has have how i if in into is it its ll m may me must my need not of off on or our out re s shall should so some
        t than that the their them then there they this to up us use used using ve was we were what when where which
        while who why will with would you your
    """,
    "te": """
        ఈ ఆ ఏ ఒక ఒక్క అది ఇది అవి ఇవి ఏది ఏమి ఏం ఎలా ఎందుకు ఎప్పుడు ఎక్కడ ఎవరు నా నేను నాకు నన్ను మా మేము మాకు మన మనం మీ మీరు
        మీకు వారు వారి వారికి తన తాను తో లో కి కు ను ని కూడా మరియు లేదా కానీ అని అంటే ఉంది ఉన్న ఉంటే కాదు లేదు చేయాలి చేయవచ్చా చేయాలా
        వాడవచ్చా వాడాలా గురించి కోసం నుండి నుంచి వరకు వద్ద మీద పై తర్వాత ముందు
    """,
    "hi": """
        का की के को से में पर ने है हैं था थी थे हूँ हो होना और या पर लेकिन तो ही भी यह वह ये वे इस उस इन उन जो कि क्या कैसे क्यों कब कहाँ
        कौन मैं मेरा मेरी मेरे मुझे हम हमारा हमारी हमें आप आपका आपकी आपके आपको अपना अपनी अपने कर करना करें करूँ करते सकता सकती सकते
        सकूँ लिए साथ बाद पहले तक नहीं न मत एक कोई कुछ इस्तेमाल
    """,
    "lv": """
        un vai bet ka kā ko kas kur kad kāpēc ja jo lai ar no uz pie par pa pēc pirms līdz starp bez ap ir esmu esam
        bija būs būt es tu viņš viņa mēs jūs viņi man mans mana manu mani mums mūsu jums jūsu tas tā tie tās šis šī šo
        to tam tai arī tikai vēl jau nav ne drīkst drīkstu drīkstam var varu varam vajag lietot izmantot savu savs sava
    """,
}  # fmt: skip


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language; one that is not known here has none."""
    return frozenset(folded(word) for word in _WORDS.get(language, "").split())
