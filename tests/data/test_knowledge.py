"""The shipped knowledge is sound, whole and up to date with the model."""

from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from bot.catalog.check import check
from bot.catalog.files import knowledge_files, shipped
from bot.catalog.load import KIND_OF
from bot.catalog.resolve import resolve
from bot.catalog.schema import rendered
from bot.engine import Engine, load_engine

OWNERS = {"aws", "customer", "shared", "partner"}


def test_it_has_no_faults() -> None:
    assert "\n".join(map(str, check([shipped()]))) == ""


@pytest.mark.parametrize("kind", KIND_OF)
def test_schemas_are_not_stale(kind: str) -> None:
    written = (shipped() / "schema" / f"{kind}.json").read_text(encoding="utf-8")
    assert written == rendered(kind), "run: python -m bot.catalog.schema"


def test_no_schema_is_left_over() -> None:
    assert {file.stem for file in (shipped() / "schema").glob("*.json")} == set(KIND_OF)


def targets(engine: Engine) -> list[str]:
    return [
        target
        for topic in engine.catalog.topics.values()
        for target in (topic.id, *(f"{topic.id}/{duty.id}" for duty in topic.duties))
    ]


def test_every_target_resolves_for_every_class(shipped_engine: Engine) -> None:
    catalog = shipped_engine.catalog
    for target in targets(shipped_engine):
        for class_ in (None, *catalog.framework.classes):
            holding = resolve(catalog, target, class_=class_)
            assert holding.owner in OWNERS | {"varies", "none"}, (target, class_)
            assert holding.because, (target, class_)
            assert holding.source.url, (target, class_)


def test_every_target_resolves_for_every_service_and_variant(shipped_engine: Engine) -> None:
    catalog = shipped_engine.catalog
    for service in catalog.services.values():
        for variant in (None, *service.variants):
            for target in targets(shipped_engine):
                holding = resolve(catalog, target, service, variant)
                assert "{" not in holding.because + holding.aws + holding.you, (target, service.id)
                assert holding.category in ("inherited", "shared", "customer"), (target, service.id)


def test_a_duty_is_never_shared(shipped_engine: Engine) -> None:
    catalog = shipped_engine.catalog
    shared = [
        (target, service.id, variant and variant.id)
        for target in targets(shipped_engine)
        if "/" in target
        for service in catalog.services.values()
        for variant in (None, *service.variants)
        if resolve(catalog, target, service, variant).owner == "shared"
    ]
    assert shared == []


def test_an_inherited_control_is_all_awss(shipped_engine: Engine) -> None:
    catalog = shipped_engine.catalog
    odd = [
        (target, class_)
        for target in targets(shipped_engine)
        for class_ in catalog.framework.classes
        if (holding := resolve(catalog, target, class_=class_)).category == "inherited" and holding.owner == "customer"
    ]
    assert odd == []


def test_the_services_are_those_of_botocore(shipped_engine: Engine) -> None:
    import botocore.session

    known = set(botocore.session.get_session().get_available_services())
    placed: set[str] = set()
    for service in shipped_engine.catalog.services.values():
        ids = [*service.botocore, *(one for variant in service.variants for one in variant.botocore)]
        assert [one for one in ids if one not in known] == [], service.id
        placed.update(ids)
    assert sorted(known - placed) == []


def test_every_class_owner_and_category_is_defined(shipped_engine: Engine) -> None:
    framework = shipped_engine.catalog.framework
    assert {service.class_ for service in shipped_engine.catalog.services.values()} <= framework.classes.keys()
    assert framework.owners.keys() == OWNERS
    assert framework.categories.keys() == {"inherited", "shared", "customer"}


def test_every_page_is_one_of_awss(shipped_engine: Engine) -> None:
    catalog = shipped_engine.catalog
    holders = [*catalog.topics.values(), *catalog.services.values()]
    pages = [source.url for holder in holders for source in holder.sources.values()]
    pages += [source.url for source in catalog.concept_sources.values()]
    pages += [service.docs for service in catalog.services.values() if service.docs] + [catalog.framework.source.url]
    hosts = {(urlsplit(page).hostname or "") for page in pages}
    ours = ("aws.amazon.com", "aws.dev", "aws.com", "amazon.com")
    assert [host for host in hosts if not any(host == own or host.endswith(f".{own}") for own in ours)] == []


def test_words_hint_only_at_services_that_exist(shipped_engine: Engine) -> None:
    catalog = shipped_engine.catalog
    assert set(catalog.words.objects.values()) <= catalog.services.keys()


@pytest.mark.parametrize("name", ["name", "full_name"])
def test_every_service_is_found_by_its_name(shipped_engine: Engine, name: str) -> None:
    missed = []
    for service in shipped_engine.catalog.services.values():
        called = getattr(service, name)
        if called.lower() in service.cued_aliases:
            called = f"AWS {called}"  # an everyday word, which means the service only behind the vendor's name
        if called and service.id not in {link.service for link in shipped_engine.parse(f"who owns {called}?").links}:
            missed.append(called)
    assert missed == []


def test_every_variant_is_found_by_its_name(shipped_engine: Engine) -> None:
    # A variant may share its name with a service of its own (Fargate, Transit Gateway), which then is meant.
    services = {service.name for service in shipped_engine.catalog.services.values()}
    missed = [
        variant.name
        for service in shipped_engine.catalog.services.values()
        for variant in service.variants
        if variant.name not in services
        and variant.id not in {link.variant for link in shipped_engine.parse(f"who owns {variant.name}?").links}
    ]
    assert missed == []


def test_the_same_comes_from_the_cache(shipped_engine: Engine, tmp_path: Path) -> None:
    load_engine((), tmp_path)
    kept = load_engine((), tmp_path)
    assert msgspec.to_builtins(kept.catalog) == msgspec.to_builtins(shipped_engine.catalog)
    for text in ("who patches RDS?", "RDS vs EC2 patching", "what is the capital of France?"):
        assert kept.ask(text) == shipped_engine.ask(text)


def test_files_are_plain_utf8_with_unix_lines() -> None:
    for _, file in knowledge_files(shipped()):
        content = file.read_bytes()
        content.decode("utf-8")
        assert b"\r" not in content, file
        assert b"\t" not in content, file
        assert content.endswith(b"\n"), file
