"""Every service that botocore knows is understood by its id, its full name, its service id and its abbreviation."""

import botocore.session
import pytest

from bot.engine import Engine


def test_every_name_of_every_botocore_id_is_understood(
    shipped_engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    session = botocore.session.get_session()
    names = misread = 0
    wrong: list[str] = []
    homes = _homes(shipped_engine)
    for api in session.get_available_services():
        metadata = session.get_service_model(api).metadata
        known = {
            api,
            *(metadata[key] for key in ("serviceFullName", "serviceId", "serviceAbbreviation") if key in metadata),
        }
        names += len(known)
        for name in sorted(known):
            question = f"who patches {name}?"
            place = {link.service for link in shipped_engine.parse(question).links}
            kind = shipped_engine.ask(question).kind
            if homes.get(api) not in place or kind not in ("answer", "choice"):
                misread += 1
                wrong.append(f"{question} was read as {sorted(place)} and got {kind}, wanted {homes.get(api)}")
    with capsys.disabled():
        print(f"\nbotocore: {len(homes)} ids, {names - misread} of {names} names understood")
    assert not wrong, "\n".join(wrong)


def _homes(engine: Engine) -> dict[str, str]:
    """botocore id -> id of the service that covers it."""
    return {
        api: service.id
        for service in engine.catalog.services.values()
        for covered in (service.botocore, *(variant.botocore for variant in service.variants))
        for api in covered
    }
