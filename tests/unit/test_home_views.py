"""Home and what is browsed from it, as views that Slack takes."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from bot.demo import view_problems
from bot.engine import Engine
from bot.parsing.vocabulary import Link
from bot.slack.views.browse import SERVICES, group_modal, group_select, picture_modal
from bot.slack.views.groups import GROUP_NAMES, group_name
from bot.slack.views.home import Person, home_view
from bot.slack.views.practice import Practice
from bot.study.progress import Progress, ThemeProgress


def test_every_group_of_the_knowledge_has_a_name(engine: Engine) -> None:
    assert {group_name(group) for group in GROUP_NAMES} == set(GROUP_NAMES.values())
    assert group_name("our_own") == "Our own"
    assert group_name("") == "Other services"
    select = group_select(engine.catalog)
    assert sum(int(o["text"]["text"].split("(")[1][:-1]) for o in select["options"]) == len(engine.catalog.services)


def test_a_category_beyond_one_page_is_paged(engine: Engine) -> None:
    one = next(iter(engine.catalog.services.values()))
    many = {f"s{n}": msgspec.structs.replace(one, id=f"s{n}", group="database") for n in range(SERVICES * 2 + 1)}
    catalog = msgspec.structs.replace(engine.catalog, services=many)
    for page, turned in enumerate(
        ({"browse-page-next"}, {"browse-page-back", "browse-page-next"}, {"browse-page-back"})
    ):
        view = group_modal(catalog, "database", page)
        assert not view_problems(view)
        ids = {e["action_id"] for block in view["blocks"] for e in block.get("elements", [])}
        assert {one for one in ids if "page" in one} == turned
    with pytest.raises(LookupError):
        group_modal(catalog, "nothing")


def test_every_whole_picture_can_be_shown(engine: Engine) -> None:
    for service in engine.catalog.services.values():
        for variant in (None, *(variant.id for variant in service.variants)):
            answer = engine.matrix(Link(service.id, variant))
            assert not view_problems(picture_modal(engine.catalog, answer))


def test_home_fits_whatever_is_subscribed_and_practised(engine: Engine) -> None:
    themes = tuple(ThemeProgress(f"t{n}", "Keys: KMS", 1, 2, 9, 3, 4) for n in range(60))
    practice = Practice(3, None, Progress(4, 9, 11, themes), "Mon–Fri at 09:00, UTC", "09:00", board=True)
    for one in (practice, replace(practice, due=0, next_due=1e9, progress=Progress(0, 0, 0, ())), None):
        view = home_view(engine.catalog, Person(("q",) * 10, ("*<#C1>*: tips",) * 99, one))
        assert not view_problems(view)
        assert len(view["blocks"]) < 100
    view = home_view(
        engine.catalog, Person((), ("*<#C1>*: tips",) * 99, replace(practice, picture="F1", told="Chart."))
    )
    assert "3 questions are due" in str(view)
    assert "69 more" in str(view)
    [image] = [block for block in view["blocks"] if block["type"] == "image"]
    assert (image["slack_file"], image["alt_text"]) == ({"id": "F1"}, "Chart.")


def test_home_shows_what_a_person_typed_as_plain_text(engine: Engine) -> None:
    typed = "<!channel> *who* patches `RDS` <https://evil|here>"
    view = home_view(engine.catalog, Person((typed, "x" * 1000), subscribed=("Daily tip in <#C1>, 09:00",)))
    assert not view_problems(view)
    shown_as = [b["text"] for b in view["blocks"] if b["type"] == "section" and typed in b["text"]["text"]]
    assert [text["type"] for text in shown_as] == ["plain_text"]
    headings = [b["text"]["text"] for b in view["blocks"] if b["type"] == "header"]
    assert headings[-2:] == ["Your recent questions", "Subscribed"]
    assert "Subscribed" not in str(home_view(engine.catalog, Person()))
    assert "recent questions" not in str(home_view(engine.catalog, Person()))
    assert "cannot look up" in str(home_view(engine.catalog, Person(None)))
