"""The whole line in Chromium at 360 px: from reading and signing to a written warning and its receipt."""

import zipfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import case_by_hand as by_hand
from tests.browser.walking import PHONE, Walker, walker_of
from tests.installation import ROOT, Installation, SignIn

LAKSHMI, SUNITA, SURESH, MEERA, FARAH, OLENA = "000513", "000514", "000202", "000102", "000103", "000101"
STATEMENT = "ग्राहक ने पहले मुझे डाँटा था।"


def test_the_whole_line_on_a_phone(
    live: Installation, demo: tuple[Path, list[SignIn]], browser: Browser, tmp_path: Path
) -> None:
    enter = walker_of(browser, live.url, demo[1])
    walkers = {number: enter(number) for number in (LAKSHMI, SURESH, MEERA, FARAH, OLENA, SUNITA)}

    read_and_sign(walkers[LAKSHMI])
    complaint = log_a_complaint(walkers[SURESH])
    case = open_a_case(walkers[MEERA], complaint)
    tell_and_hear(walkers[MEERA], walkers[SUNITA], walkers[FARAH], case)
    by_hand.answer_tests(walkers[FARAH], case)
    action = by_hand.propose(walkers[FARAH], case, "Olena")
    approve(walkers[OLENA], action)
    lay_open(walkers[FARAH], action)
    answer(walkers[SUNITA], action, complaint)
    archive = export(walkers[MEERA], tmp_path)

    papers = unpack(archive, tmp_path / "papers")
    assert len(papers) == 6  # five of the demo and Lakshmi's
    done = live.flask("documents", "verify", *(str(path) for path in papers))
    assert done.returncode == 0, done.stderr
    altered = papers[0].with_name("altered.pdf")
    data = bytearray(papers[0].read_bytes())
    data[len(data) // 2] ^= 1
    altered.write_bytes(data)
    assert live.flask("documents", "verify", str(altered)).returncode == 1
    assert live.flask("ledger", "verify").returncode == 0

    assert [fault for walker in walkers.values() for fault in walker.faults] == []


def read_and_sign(lakshmi: Walker) -> None:
    lakshmi.press("Read and sign")
    assert "unread" in lakshmi.words()
    lakshmi.press("Read on")
    rules = 1
    while "/sign" not in lakshmi.page.url:
        lakshmi.page.locator(".bottom-bar button.btn-primary").click()
        lakshmi.page.wait_for_load_state()
        rules += 1
        assert rules < 40
    lakshmi.look()
    if "/sign/how" in lakshmi.page.url:
        lakshmi.page.get_by_label("On this screen, with my own password").check()
        lakshmi.press("Go on")
    answer_right(lakshmi)
    draw(lakshmi)
    lakshmi.fill("Your own password (or PIN on a shared tablet)", lakshmi.person.password)
    lakshmi.press("I sign edition 2")
    assert "You signed edition 2" in lakshmi.words()
    assert lakshmi.page.locator("text=Receipt").count()
    drawn = lakshmi.page.locator("svg.drawn path").get_attribute("d") or ""
    assert drawn.count("M") == 1


def answer_right(lakshmi: Walker) -> None:
    """Answer the check questions: the sources of the rules have the right answers in bold."""
    bold = {
        line.removeprefix("- **").removesuffix("**")
        for path in (ROOT / "rules").glob("*/*.md")
        for line in path.read_text(encoding="utf-8").split("{.check}")[-1].splitlines()
        if line.startswith("- **")
    }
    for choice in lakshmi.page.locator("label.choice").all():
        if choice.inner_text().strip() in bold:
            choice.click()
    lakshmi.page.get_by_role("button", name="Check my answer").click()
    lakshmi.page.wait_for_url("**/sign?*")
    lakshmi.look()


def draw(lakshmi: Walker) -> None:
    """Draw three strokes and undo, turn the phone, clear, and draw one stroke that stays."""
    page = lakshmi.page
    kept = page.locator("[name=strokes]")
    for across in (0.1, 0.4, 0.7):
        stroke(lakshmi, across)
    assert kept.input_value().count("[[") == 3
    page.get_by_role("button", name="Undo the last stroke").click()
    page.set_viewport_size({"width": PHONE["height"], "height": PHONE["width"]})
    stroke(lakshmi, 0.8)
    assert kept.input_value().count("[[") == 3
    lakshmi.look()
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Clear").click()
    assert kept.input_value() == ""
    stroke(lakshmi, 0.3)
    lakshmi.look()


def stroke(lakshmi: Walker, across: float) -> None:
    """Draw a line from the top to the bottom of the pad, so far across."""
    pad = lakshmi.page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    mouse, x = lakshmi.page.mouse, box["x"] + across * box["width"]
    mouse.move(x, box["y"] + 5)
    mouse.down()
    for part in range(1, 6):
        mouse.move(x + part, box["y"] + part * (box["height"] - 10) / 5)
    mouse.up()


def log_a_complaint(suresh: Walker) -> str:
    suresh.go("/complaints/new")
    suresh.fill("What was said", "She shouted at me in front of everybody. I only want an apology.")
    suresh.choose("Where it happened", "Banjara Hills")
    suresh.fill("On which day", suresh.page.evaluate("new Date(Date.now() - 864e5).toISOString().slice(0, 10)"))
    suresh.fill("At what time", "17:30")
    suresh.press("Write it down")
    assert "She shouted at me" in suresh.words()
    return suresh.page.url.removeprefix(suresh.url)


def open_a_case(meera: Walker, complaint: str) -> str:
    meera.go(complaint)
    assert "She shouted at me" not in meera.words()  # HR sees the words once it handles the complaint
    meera.press("Take the complaint on")
    assert "She shouted at me" in meera.words()
    person = meera.form("Name a person")
    meera.fill("Staff number", SUNITA, inside=person)
    meera.press("Name this person", inside=person)
    rule = meera.form("Name a rule")
    meera.choose("Rule", "Never argue", inside=rule)
    meera.press("Name this rule", inside=rule)
    assert "Yes, signed." in meera.words()
    for step in ("Keep as the assessment", "Begin the investigation"):
        moving = meera.form("Move it on")
        meera.fill("What you found out or decided", "Two people saw it; both sides were asked.", inside=moving)
        meera.press(step, inside=moving)
    meera.press("Open a case")
    meera.choose("Person", "सुनीता")
    meera.choose("Rule", "Never argue")
    meera.fill("What is alleged", "On that day, at the till, she is said to have raised her voice at a customer.")
    meera.choose("Who decides", "फ़राह")
    meera.press("Open the case")
    return meera.page.url.removeprefix(meera.url)


def tell_and_hear(meera: Walker, sunita: Walker, farah: Walker, case: str) -> None:
    own_case = f"/my-file{case}"
    sunita.go(own_case)
    assert "There is nothing here" in sunita.words()
    by_hand.begin(meera, case)
    by_hand.tell(meera, case)
    sunita.go("/")
    assert sunita.page.locator(f"main a[href='{own_case}']").count() == 1
    by_hand.open_and_answer(sunita, own_case, "मैंने एक ही बार कहा था।", "Lakshmi Devi")
    by_hand.arrange(farah, case)
    by_hand.write_notes(farah, case)
    sunita.go(own_case)
    assert by_hand.PUT in sunita.words()
    sunita.press("The notes say what was said")


def approve(olena: Walker, action: str) -> None:
    olena.go("/")
    assert "waits for your approval" in olena.words()
    by_hand.approve(olena, action)


def lay_open(farah: Walker, action: str) -> None:
    """Serve the letter through her own file: it is served once she opens it."""
    by_hand.serve(farah, action)
    assert "Laid open" in farah.words()
    assert "Live from" not in farah.words()


def answer(sunita: Walker, action: str, complaint: str) -> None:
    sunita.go("/")
    sunita.go(action)
    assert "Written warning" not in sunita.words()
    sunita.press("Open the letter")
    assert "Written warning" in sunita.words()
    statement = sunita.form("Your statement")
    sunita.fill("Your statement", STATEMENT, inside=f"{statement} >> nth=0")
    sunita.press("Keep it with the letter")
    sunita.password(sunita.form("Receipt"))
    sunita.press("I have received it")
    sunita.go("/my-file")
    assert STATEMENT in sunita.words()
    assert "live through" in sunita.words()
    sunita.page.goto(sunita.url + complaint)
    assert "There is nothing here" in sunita.words()


def export(meera: Walker, folder: Path) -> Path:
    meera.go("/exports")
    meera.press("Pack the signed PDFs")
    link = meera.page.get_by_role("link", name="Download the file")
    for _each in range(20):
        if link.count():
            break
        meera.page.wait_for_timeout(500)
        meera.page.reload()
    with meera.page.expect_download() as download:
        link.first.click()
    path = folder / "export.zip"
    download.value.save_as(path)
    return path


def unpack(archive: Path, folder: Path) -> list[Path]:
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return sorted(folder.rglob("*.pdf"))
