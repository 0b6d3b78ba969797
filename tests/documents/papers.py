"""Small papers in four languages, and a way to ask other programs what they think of a PDF."""

import base64
import hashlib
import io
import subprocess
from datetime import UTC, datetime

from PIL import Image

AT = datetime(2026, 11, 22, 5, 12, 7, tzinfo=UTC)
WORDS = {
    "te": "ఉద్యోగులు సమర్థ అధికారి నిర్దేశించిన పని వేళలను పాటించాలి నిష్క్రమణ ప్రత్యేక సర్వీస్‌లు జ్ఞానేశ్వరి స్వర్ణలత క్రమశిక్షణా",
    "hi": "अनुशासनात्मक कार्यवाही प्राकृतिक न्याय के सिद्धान्तों का पालन करती है क्षत्रिय ज्ञान श्रद्धा कृत्रिम विद्युत्",
    "lv": "Darbinieki ievēro ģērbšanās noteikumus un sveicina katru klientu šķēršļu neņemšana ļoti žēlīgi",
    "en": "Greet every guest within thirty seconds office affluent fjord and thank them for waiting",
}
SHEET_CSS = """
@page { size: A4; margin: 22mm 18mm }
body { font: 11pt "Noto Sans", "Noto Sans Telugu", "Noto Sans Devanagari" }
h1 { font-size: 18pt; bookmark-level: 1 } h2 { font-size: 14pt; bookmark-level: 2 } .next { break-before: page }
section { break-after: page }
"""
CSS = SHEET_CSS + "@page { @bottom-center { content: counter(page) } }"


def handbook(language="te", more=""):
    """Return a handbook of two pages with a table, a list, a link and two levels of headings."""
    words = WORDS[language]
    return f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>Handbook {words[:20]}</title></head>
<body><h1 id="top">{words[:30]}</h1><p>{words}.</p><ul><li>{words}</li><li>x</li></ul>
<table><tr><th>{words[:12]}</th><th>n</th></tr><tr><td>a</td><td>1</td></tr></table>
<h2 class="next">{words[10:30]}</h2>
<p>{words} <a href="#top">{words[:10]}</a> <a href="https://handbook.example/">www</a></p>
{more}</body></html>"""


def section(name="Lakshmi Prasanna Kolluru", language="te", more=""):
    """Return a signature page."""
    return f"""<section lang="{language}"><h1>{WORDS[language][:24]}</h1><p>{name}</p>
<p>{WORDS[language]}</p>{more}</section>"""


def ask(program, *arguments, status=0, given=None):
    """Run a program and return what it says; fail where it ends with another status."""
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, input=given, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def words_of(pdf, folder):
    """Return the words that pdftotext finds in these bytes."""
    file = folder / "words.pdf"
    file.write_bytes(pdf)
    return ask("pdftotext", file, "-").split()


def picture(width, height):
    """Return a PNG picture and its name."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(made, "PNG")
    return made.getvalue(), hashlib.sha256(made.getvalue()).hexdigest()


def written_out(picture, kind="image/png"):
    """Return a picture as an address that holds the picture itself."""
    return f"data:{kind};base64,{base64.b64encode(picture).decode()}"
