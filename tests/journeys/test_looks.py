"""What a counselor opens, the participant reads: who looked, at what, and when."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.factories import make_flag
from tests.journeys.steps import enter
from tests.support.browser import OpenPage

TOLD = {
    "en": [
        "Carla Reyes (your counselor) opened your check-ins.",
        "Carla Reyes (your counselor) looked into your answers.",
        "Carla Reyes (your counselor) saw your name on the list of people who need a person.",
    ],
    "es": [
        "Carla Reyes (tu consejería) abrió tus registros.",
        "Carla Reyes (tu consejería) miró tus respuestas.",
        "Carla Reyes (tu consejería) vio tu nombre en la lista de personas por atender.",
    ],
}
SETTINGS = {"en": "Settings", "es": "Ajustes"}
PLACE = {"en": "Who looked at your record", "es": "Quién vio tu expediente"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_participant_reads_who_looked(cast: Cast, now: datetime, open_page: OpenPage, language: str) -> None:
    flag = make_flag(cast.ana.id, raised_at=now)
    desk = enter(open_page, cast.counselor, width=1280)
    for path in ("/triage", f"/triage/flags/{flag.id}", f"/participants/{cast.ana.id}"):
        desk.goto(path)

    phone = enter(open_page, cast.ana)
    phone.goto(f"/today?language={language}")
    phone.locator("footer").get_by_role("link", name=SETTINGS[language]).click()
    phone.get_by_role("link", name=PLACE[language]).click()
    expect(phone.locator("h1")).to_have_text(PLACE[language])
    for words in TOLD[language]:
        expect(phone.locator(".looks")).to_contain_text(words)
    expect(phone.locator(".looks")).not_to_contain_text("Luis")
