"""The papers of the benchmark: a Telugu handbook of some twelve pages, and the signature page of the product."""

import hashlib
import json
import random

import segno

SENTENCES = [
    "ప్రతి అతిథిని ముప్పై సెకన్లలోపు పలకరించండి; కళ్లలోకి చూసి చిరునవ్వుతో స్వాగతం చెప్పండి.",
    "కస్టమర్ మాట్లాడుతున్నప్పుడు మధ్యలో అడ్డుకోకండి, చెప్పింది సరిగ్గా అర్థమైందో లేదో మీ మాటల్లో తిరిగి చెప్పండి.",
    "వేచి ఉండాల్సి వస్తే కారణం చెప్పి, ఎంత సమయం పడుతుందో నిజాయితీగా తెలియజేయండి.",
    "ఫిర్యాదు చేసే కస్టమర్‌తో వాదించకండి; ముందుగా విని, క్షమాపణ చెప్పి, పరిష్కారం సూచించండి.",
    "డబ్బు తీసుకునే చోట కార్డు వివరాలు బిగ్గరగా చదవకండి, రసీదు తప్పకుండా ఇవ్వండి.",
    "ఆహార భద్రతకు సంబంధించిన ప్రశ్నలకు ఊహించి సమాధానం చెప్పకండి; పర్యవేక్షకుడిని అడగండి.",
    "కస్టమర్ వ్యక్తిగత సమాచారాన్ని ఇతరులతో పంచుకోవడం తీవ్రమైన ఉల్లంఘనగా పరిగణించబడుతుంది.",
    "సెలవు కోసం అభ్యర్థనను అత్యవసర పరిస్థితుల్లో తప్ప కనీసం ఏడు రోజుల ముందు సమర్పించాలి.",
]
STATEMENT = (
    "సేవా నియమావళి 3వ సంచికను నేను అందుకున్నాను, చదివాను. నాకు అర్థం కానిది అడిగే అవకాశం ఇచ్చారు. "
    "ఈ నియమాల ప్రకారం పని చేస్తాను. చట్టం నాకు ఇచ్చే ఏ హక్కునూ ఈ సంతకం తగ్గించదు."
)
NOTE = "ఈ చిరునామా లేకుండానే ఈ ఫైలు సరిచూడవచ్చు: PDFలోని ముద్రను, జత చేసిన రికార్డును తెరవండి."
TITLES = ["పలకరింపు", "వినడం", "వేచి ఉండటం", "ఫిర్యాదులు", "చెల్లింపు", "భద్రత", "గోప్యత", "సెలవు", "వేషధారణ", "ఫోన్", "శుభ్రత", "మర్యాద"]
NAMES = ["లక్ష్మీ ప్రసన్న కొల్లూరు", "పొట్టి శ్రీరాములు", "కృష్ణమూర్తి వెంకటేశ్వర్లు", "జ్ఞానేశ్వరి స్వర్ణలత", "సత్యనారాయణ రెడ్డి"]
LATIN = [
    "Lakshmi Prasanna Kolluru",
    "Potti Sriramulu",
    "Krishnamurthy Venkateswarlu",
    "Gnaneswari Swarnalatha",
    "Satyanarayana Reddy",
]
ZONE = "UTC+05:30 (Asia/Kolkata)"
JOBS = ["క్యాషియర్", "సర్వర్", "పర్యవేక్షకుడు"]
PLACES = ["బెంజ్ సర్కిల్, విజయవాడ", "గాంధీ నగర్, గుంటూరు"]
HANDBOOK_CSS = """
@page { size: A4; margin: 22mm 18mm }
body { font: 10pt/1.66 "Noto Serif", "Noto Serif Telugu" }
h1 { font-size: 24pt } h2 { font-size: 15pt; break-after: avoid } h3 { font-size: 11pt; break-after: avoid }
table { border-collapse: collapse; width: 100%; margin: 6pt 0 }
td, th { border: .5pt solid #777; padding: 2pt 5pt; text-align: left }
section { break-before: page }
"""
SIGNATURE_CSS = """
@page { size: A4; margin: 22mm 20mm 14mm 25mm }
html { font: 9.4pt/1.5 "Noto Sans", "Noto Sans Telugu", "Noto Sans Devanagari", "Noto Naskh Arabic"; color: #14181c }
body { margin: 0 }
section { break-after: page }
section h1 { font-size: 19pt; line-height: 1.4; color: #6b2a5c; margin: 0 0 4mm; bookmark-level: 1 }
section p { margin: 0 0 1.2mm; padding-left: 40mm; text-indent: -40mm; tab-size: 40mm; white-space: pre-wrap }
section .say { font-size: 11pt; background: #f1f3f4; border: .75pt solid #8b9398; border-left: 3mm solid #6b2a5c;
  padding: 3.4mm 5mm 3.4mm 8mm; margin: 0 0 6mm; text-indent: 0 }
section .name { font-size: 14pt; line-height: 1.45; font-weight: bold; padding: 0; text-indent: 0; margin: 0 0 3mm;
  overflow-wrap: anywhere }
section .sign { height: 26mm; border-bottom: .75pt solid #14181c; padding: 4mm 0 0; text-indent: 0; margin: 0 0 4mm }
section .code { padding: 3mm 0 0; text-indent: 0; margin: 0; height: 30mm }
section .note, section .foot { padding: 0; text-indent: 0; font-size: 8.4pt; color: #4a5358 }
section .foot { border-top: .5pt solid #8b9398; padding-top: 1.6mm; margin-top: 5mm; font-size: 7.8pt }
section svg { height: 26mm } section img { height: 30mm; image-rendering: pixelated }
"""


def handbook(tail: str) -> str:
    """Return the handbook, with a signature page at its end where one is given."""
    chapters = "".join(_chapter(number) for number in range(13))
    title = "సేవా నియమావళి"
    return (
        f'<!doctype html><html lang="te"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{chapters}{tail}</body></html>"
    )


def signature_page(number: int) -> str:
    """Return the signature page of one employee: nothing in it but its fixed words is like another's."""
    chance = random.Random(number)
    name, latin = (f"{names[number % 5]} {number}" for names in (NAMES, LATIN))
    marks = [hashlib.sha256(f"{kind}{number}".encode()).hexdigest() for kind in ("edition", "record")]
    code = f"handbook.example/r/{marks[1][:12].upper()}"
    seconds = f"{number % 60:02d}"
    return f"""<section lang="te">
<h1>సంతకం పేజీ · Signature page</h1>
<p class="say">{STATEMENT}</p>
<p class="name">{name}<br><span lang="te-Latn">{latin}</span></p>
<p>ఉద్యోగి సంఖ్య: \tGS-{number:06d}</p>
<p>ఉద్యోగం: \t{JOBS[number % 3]}</p>
<p>పని చేసే చోటు: \t{PLACES[number % 2]}</p>
<p>సంచిక, భాష: \t3వ సంచిక · కౌంటర్ · తెలుగు</p>
<p class="sign">{_drawn(chance, latin)}</p>
<p>సంతకం చేసిన సమయం: \tసోమవారం, 9 మార్చి 2026, 10:42:{seconds} · {ZONE}<br>2026-03-09T05:12:{seconds}.418Z</p>
<p>ఎవరని ఎలా తెలిసింది: \tపాస్‌వర్డ్ మళ్ళీ టైప్ చేశారు; {1 + number % 28} జనవరి 2026న తానే పెట్టుకున్నది</p>
<p>చదివినవి: \tఅన్ని విభాగాలు; చివరి ప్రశ్నల్లో 6కి 6 సరైనవి</p>
<p>టైప్ చేసిన పేరు: \t{latin}</p>
<p>లెడ్జర్‌లో స్థానం: \t{18_000 + number}</p>
<p>సంచిక ముద్ర: \t{_grouped("e542f97d7b857bef46889f3a107c88a216b9a65148974c7148caf300ea47efd7")}</p>
<p>రికార్డు ముద్ర: \t{_grouped(marks[1])}</p>
<p class="code"><img alt="QR: {code}" src="{_qr(code)}"></p>
<p class="note">ఈ సంతకం నాది కాదు, లేదా సరిచూడాలి: {code}. {NOTE}</p>
<p class="foot">Godavari Stores · 3వ సంచిక · తెలుగు · పాఠం 2dfc ce20 7548 · పేజీ 13</p>
</section>"""


def record(number: int) -> bytes:
    """Return a record as it is attached."""
    return json.dumps({f"field_{n}": hashlib.sha256(f"{number}{n}".encode()).hexdigest() for n in range(30)}).encode()


def _chapter(number: int) -> str:
    said = [SENTENCES[(number + n) % 8] for n in range(8)]
    title = TITLES[number % 12]
    rows = "".join(f"<tr><td>{TITLES[(number + n) % 12]}</td><td>{n * 7 + number}</td></tr>" for n in range(5))
    points = "".join(f"<li>{one}</li>" for one in said[:4])
    return (
        f"<h2>{number + 1}. {title}</h2><p>{' '.join(said)}</p><p>{' '.join(said[::-1])}</p>"
        f"<h3>{TITLES[(number + 4) % 12]}</h3>"
        f"<ul>{points}</ul><table><tr><th>{TITLES[2]}</th><th>n</th></tr>{rows}</table><p>{' '.join(said[2:7])}</p>"
    )


def _drawn(chance: random.Random, name: str) -> str:
    strokes = " ".join(
        f"C{chance.randrange(260)} {chance.randrange(92)} {chance.randrange(260)} {chance.randrange(92)}"
        f" {chance.randrange(260)} {chance.randrange(92)}"
        for _ in range(30)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 260 92"><title>చేతితో గీసిన సంతకం: {name}</title>'
        f'<path d="M12 62{strokes}" fill="none" stroke="#14181c" stroke-width="2.2" stroke-linecap="round"/></svg>'
    )


def _qr(words: str) -> str:
    made = segno.make_qr(words, error="m", version=4, mask=2)
    return made.png_data_uri(scale=1, border=2)


def _grouped(digits: str) -> str:
    return " ".join(digits[place : place + 16] for place in range(0, len(digits), 16))
