"""Variant, then service, then class, then the general model."""

import msgspec
import pytest

from bot.catalog.model import Catalog, ClassId, Service, Variant
from bot.catalog.resolve import resolve, split_target
from bot.engine import Built


@pytest.fixture
def catalog(built: Built) -> Catalog:
    return built.catalog


def place(catalog: Catalog, name: str) -> tuple[Service | None, Variant | None]:
    for service in catalog.services.values():
        if service.id == name:
            return service, None
        for variant in service.variants:
            if variant.id == name:
                return service, variant
    return None, None


@pytest.mark.parametrize(
    ("name", "owner", "basis"),
    [
        ("rds-outpost", "customer", "variant"),
        ("rds", "aws", "service"),
        ("ec2", "customer", "class"),
        ("lambda", "aws", "class"),
        ("eks", "varies", "class"),
        ("eks-fargate", "aws", "variant"),
        ("", "customer", "model"),
    ],
)
def test_the_nearest_word_on_a_duty_counts(catalog: Catalog, name: str, owner: str, basis: str) -> None:
    holding = resolve(catalog, "patching/apply_patches", *place(catalog, name))
    assert (holding.owner, holding.basis) == (owner, basis)


def test_a_class_alone_resolves(catalog: Catalog) -> None:
    holding = resolve(catalog, "patching/apply_patches", class_="managed")
    assert (holding.owner, holding.basis, holding.place) == ("aws", "class", "")


def test_a_variant_stands_on_its_own_class(catalog: Catalog) -> None:
    holding = resolve(catalog, "encryption/carry_out_encryption", *place(catalog, "rds-custom"))
    assert (holding.owner, holding.basis, holding.place) == ("customer", "class", "Amazon RDS Custom")


def test_a_variant_may_leave_a_rule_of_its_service_to_its_class(catalog: Catalog) -> None:
    rds = catalog.services["rds"]
    custom = next(variant for variant in rds.variants if variant.id == "rds-custom")
    target = "patching/apply_patches"
    custom = msgspec.structs.replace(custom, by_class=[])
    assert resolve(catalog, target, rds, custom).basis == "service"
    apart = msgspec.structs.replace(custom, by_class=[target])
    assert (resolve(catalog, target, rds, apart).owner, resolve(catalog, target, rds, apart).basis) == (
        "customer",
        "class",
    )


def test_the_category_follows_the_class(catalog: Catalog) -> None:
    assert resolve(catalog, "encryption/choose_encryption", class_="infra").category == "customer"
    assert resolve(catalog, "encryption/choose_encryption", class_="managed").category == "shared"


def test_a_rule_brings_its_own_words_and_page(catalog: Catalog) -> None:
    holding = resolve(catalog, "patching/apply_patches", *place(catalog, "rds"))
    assert holding.because == "RDS patches its machines in your window."
    assert holding.you == "Choose the window."
    assert holding.aws == "AWS patches what it runs."
    assert holding.source.title == "Maintaining a DB instance"


def test_the_text_names_the_place(catalog: Catalog) -> None:
    assert resolve(catalog, "patching/choose_window", *place(catalog, "lambda")).because == (
        "Only you know when AWS Lambda may be interrupted."
    )
    assert "the service" in resolve(catalog, "patching/choose_window").because


def test_a_sentence_on_no_particular_service_begins_with_a_capital(catalog: Catalog) -> None:
    holding = resolve(catalog, "patching/choose_window")
    duty = msgspec.structs.replace(holding.duty, because="{service} waits. {service} asks: {service}.")
    told = msgspec.structs.replace(holding, duty=duty).because
    assert told == "The service waits. The service asks: the service."


def test_a_duty_names_its_own_source_or_the_topics_first(catalog: Catalog) -> None:
    assert resolve(catalog, "patching/choose_window").source.title == "Windows"
    assert resolve(catalog, "patching/apply_patches").source.title == "The model"


@pytest.mark.parametrize("target", ["nothing", "patching/nothing", "nothing/apply_patches", ""])
def test_a_target_that_is_not_there_is_a_key_error(catalog: Catalog, target: str) -> None:
    with pytest.raises(KeyError):
        split_target(catalog, target)


def test_a_rule_with_another_owner_does_not_take_the_classes_halves(catalog: Catalog) -> None:
    rds = catalog.services["rds"]
    kept = resolve(catalog, "patching/apply_patches", rds)
    assert (kept.owner, kept.aws, kept.you) == ("aws", "AWS patches what it runs.", "Choose the window.")
    rule = msgspec.structs.replace(rds.rules["patching/apply_patches"], owner="customer", you=None)
    other = msgspec.structs.replace(rds, rules={"patching/apply_patches": rule})
    turned = resolve(catalog, "patching/apply_patches", other)
    assert (turned.owner, turned.aws, turned.you) == ("customer", "", "")
    whole = msgspec.structs.replace(rule, owner=None, aws="AWS publishes patches.", you="You install them.")
    both = msgspec.structs.replace(other, rules={**other.rules, "patching": whole})
    told = resolve(catalog, "patching/apply_patches", both)
    assert (told.aws, told.you) == ("AWS publishes patches.", "You install them.")


@pytest.mark.parametrize(
    ("class_", "owner", "category"),
    [("infra", "customer", "customer"), ("managed", "aws", "shared")],
)
def test_the_kind_of_a_control_fits_who_owns_it_there(
    catalog: Catalog, class_: ClassId, owner: str, category: str
) -> None:
    """A topic that is inherited as a rule is customer specific where the task is the customer's."""
    topic = msgspec.structs.replace(catalog.topics["encryption"], category={"default": "shared", "infra": "inherited"})
    inherited = msgspec.structs.replace(catalog, topics={**catalog.topics, "encryption": topic})
    holding = resolve(inherited, "encryption/carry_out_encryption", class_=class_)
    assert (holding.owner, holding.category) == (owner, category)
