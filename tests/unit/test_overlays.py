"""An organisation's own folder, laid over the shipped one, is understood at once."""

from pathlib import Path

import pytest

from bot.catalog.check import check
from bot.engine import Engine, build, load_engine
from bot.errors import KnowledgeError

SMALL = Path(__file__).with_name("small")

SERVICE = """
id: moonbase
name: Moonbase
aliases: [moonbase, lunar platform]
class: managed
group: internal
docs: https://docs.aws.amazon.com/
rules:
  patching/apply_patches:
    owner: partner
    because: "The platform crew patches it on Tuesdays."
    source: runbook
sources:
  runbook: {title: Runbook, url: "https://docs.aws.amazon.com/", checked: "2026-11-01"}
"""
TOPIC = """
id: snacks
name: Snacks
definition: What keeps people going.
category: customer
owner: customer
because: "AWS does not feed you."
aws: "Nothing."
you: "Everything."
duties:
  - id: refill_fridge
    name: Refilling the fridge
    owner: customer
    because: "It is your fridge."
    phrases: [refill the fridge, restock the fridge, buy lemonade]
sources:
  menu: {title: Menu, url: "https://aws.amazon.com/", checked: "2026-11-01"}
"""
WORDS = """
synonyms:
  lemonade: [fizzy drink, pop]
fillers: [kindly]
refusals:
  - id: gossip
    reply: "I do not gossip."
    cues: [gossip]
"""


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    for name, text in (("services/moonbase", SERVICE), ("topics/snacks", TOPIC), ("words/en", WORDS)):
        file = folder / f"{name}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text)
    return folder


@pytest.fixture
def ours(overlay: Path) -> Engine:
    return Engine(build([SMALL, overlay]))


def test_an_overlay_passes_the_check(overlay: Path) -> None:
    assert check([SMALL, overlay]) == []


def test_a_rule_without_its_source_is_told_before_any_answer(overlay: Path) -> None:
    (overlay / "services/moonbase.yaml").write_text(SERVICE.replace("source: runbook", "source: handbook"))
    with pytest.raises(KnowledgeError, match="no source named 'handbook'"):
        build([SMALL, overlay])


@pytest.mark.parametrize("text", ["who patches Moonbase?", "who patches the lunar platform?", "who patches moonbsae?"])
def test_its_service_is_known_by_name_alias_and_slip(ours: Engine, text: str) -> None:
    answer = ours.ask(text)
    assert (answer.owner, answer.service, answer.basis) == ("partner", "moonbase", "service")
    assert answer.explanation == "The platform crew patches it on Tuesdays."


def test_its_service_has_its_classes_defaults(ours: Engine) -> None:
    answer = ours.ask("who patches rds?")
    assert (answer.owner, answer.service) == ("aws", "rds")
    assert ours.ask("Moonbase").kind == "matrix"


@pytest.mark.parametrize(
    "text", ["who refills the fridge?", "who buys lemonade?", "who buys the fizzy drinks?", "who kindly buys pop?"]
)
def test_its_duties_and_words_are_known(ours: Engine, text: str) -> None:
    answer = ours.ask(text)
    assert (answer.owner, answer.topic, answer.duty) == ("customer", "snacks", "refill_fridge")


def test_its_refusals_are_added_to_those_before(ours: Engine) -> None:
    assert ours.ask("any gossip on RDS?").headline == "I do not gossip."
    assert ours.ask("is it going to rain hard today?").headline == "I know nothing of the weather."


def test_what_was_known_stays_known(ours: Engine, engine: Engine) -> None:
    for text in ("who chooses the maintenance window?", "who guards the data center doors?", "security of the cloud"):
        before, after = engine.ask(text), ours.ask(text)
        assert (after.kind, after.owner, after.topic, after.duty) == (
            before.kind,
            before.owner,
            before.topic,
            before.duty,
        )


def test_a_service_of_the_same_id_replaces_the_shipped_one(overlay: Path) -> None:
    text = (SMALL / "services" / "rds.yaml").read_text().replace("RDS patches its machines", "Our crew patches them")
    (overlay / "services" / "rds.yaml").write_text(text)
    assert check([SMALL, overlay]) == []
    assert (
        Engine(build([SMALL, overlay])).ask("who patches RDS?").explanation == "Our crew patches them in your window."
    )


def test_the_order_of_overlays_counts(overlay: Path, tmp_path: Path) -> None:
    later = tmp_path / "later" / "services" / "moonbase.yaml"
    later.parent.mkdir(parents=True)
    later.write_text(SERVICE.replace("owner: partner", "owner: customer"))

    def owner(*folders: Path) -> str | None:
        return Engine(build([SMALL, *folders])).ask("who patches Moonbase?").owner

    assert owner(overlay, later.parents[1]) == "customer"
    assert owner(later.parents[1], overlay) == "partner"


def test_an_overlay_over_the_shipped_knowledge_is_seen_at_once_despite_the_cache(overlay: Path, tmp_path: Path) -> None:
    (overlay / "services" / "moonbase.yaml").write_text(SERVICE.replace("patching/apply_patches", "physical_security"))
    cache = tmp_path / "cache"
    assert load_engine((), cache).catalog.services.get("moonbase") is None
    assert load_engine((overlay,), cache).catalog.services["moonbase"].name == "Moonbase"
    text = (overlay / "services" / "moonbase.yaml").read_text()
    (overlay / "services" / "moonbase.yaml").write_text(text.replace("name: Moonbase", "name: Moonbase II"))
    assert load_engine((overlay,), cache).catalog.services["moonbase"].name == "Moonbase II"
