"""Tasks that look at the text layer from inside a limited child."""

from weasyprint.draw import text as drawing

from handbook.documents.rendering import tasks, text_layer
from handbook.documents.rendering.fetching import AssetFetcher
from tests.documents import papers

TORTURE = """<p lang="te">క్రమ&shy;శిక్షణా చర్యలు లిఖిత&shy;పూర్వ&shy;కంగా</p><p style="letter-spacing: 3pt">office ప్రత్యేక</p>
<p style="text-align: justify; width: 60mm">ఉద్యోగులు సమర్థ అధికారి నిర్దేశించిన పని వేళలను పాటించాలి మరియు రాక</p>
<p style="text-transform: uppercase">straße ģērbšanās</p><p>السلام عليكم ప్రత్యేక 123</p><ol><li>ఒకటి<li>రెండు</ol>
<p style="transform: rotate(3deg); width: 60mm">తిరిగిన ప్రత్యేక</p><p>ZWNJ సర్వీస్‌లు ZWJ क्‍ष e\u0301cole</p>
<svg width="300" height="30" xmlns="http://www.w3.org/2000/svg"><title>t</title>
<text x="5" y="20">SVG ప్రత్యేక</text></svg>"""
CSS = papers.CSS.replace('"Noto Sans Devanagari"', '"Noto Sans Devanagari", "Noto Naskh Arabic"')


def warm_up():
    tasks.warm_up()


def _laid_out():
    html = papers.handbook("te", TORTURE + f"<p>{papers.WORDS['hi']} {papers.WORDS['lv']}</p>")
    return tasks._lay_out(html, CSS, AssetFetcher({}))


def count(meta, blobs):
    text_layer.count.lines = text_layer.count.unrecognised = 0
    _laid_out().write_pdf(**tasks.LAYOUT)
    return {"lines": text_layer.count.lines, "unrecognised": text_layer.count.unrecognised}, []


def both_ways(meta, blobs):
    document = _laid_out()
    with_layer = document.write_pdf(uncompressed_pdf=True, **tasks.LAYOUT)
    drawing.draw_first_line = drawing.draw_first_line.__wrapped__
    return {}, [with_layer, document.write_pdf(uncompressed_pdf=True, **tasks.LAYOUT)]


def press(meta, blobs):
    """Print a batch and say how many of its sections were laid out."""
    counted, original = [], tasks._parts
    tasks._parts = lambda sections, css, fetcher: counted.extend(sections) or original(sections, css, fetcher)
    _, sheets = tasks.render_pages({"sections": meta["sections"]}, [b"", meta["css"].encode()])
    return {"laid out": len(counted)}, sheets


def alone(meta, blobs):
    """Render each section by itself."""
    css = meta["css"].encode()
    return {}, [tasks.render_pages({"sections": [section]}, [b"", css])[1][0] for section in meta["sections"]]
