"""Who owns a target for a service: variant, then service, then class, then the general model."""

from collections.abc import Mapping
from typing import Literal, TypeVar, cast, get_args

from msgspec import Struct

from bot.catalog.model import (
    ByScope,
    Catalog,
    CategoryId,
    ClassId,
    ClassOwner,
    Duty,
    OwnerId,
    Rule,
    Scope,
    Service,
    Source,
    Topic,
    Variant,
)

Given = TypeVar("Given", bound=str)

Basis = Literal["variant", "service", "class", "model"]
"""What an answer rests on: a variant's rule, a service's rule, the class's default, or the general model."""


class Holding(Struct, frozen=True):
    """Who holds one target for one service or class, why, and on what page that rests."""

    target: str
    topic: Topic
    duty: Duty | None
    owner: ClassOwner
    category: CategoryId
    basis: Basis
    because: str
    aws: str
    you: str
    source: Source
    service: Service | None = None
    variant: Variant | None = None

    @property
    def name(self) -> str:
        """Name of the duty, or of the topic where the whole topic is meant."""
        return self.duty.name if self.duty else self.topic.name

    @property
    def place(self) -> str:
        """Name of the variant or service, empty for the general model."""
        if self.variant:
            return self.variant.name
        return self.service.name if self.service else ""


def split_target(catalog: Catalog, target: str) -> tuple[Topic, Duty | None]:
    """The topic and duty that a target names.

    Raises:
        KeyError: no such topic or duty.
    """
    topic_id, _, duty_id = target.partition("/")
    topic = catalog.topics[topic_id]
    if not duty_id:
        return topic, None
    for duty in topic.duties:
        if duty.id == duty_id:
            return topic, duty
    raise KeyError(target)


def committed(owner: str | None) -> OwnerId | None:
    """The owner, or None where none is committed to (`varies`, `none`)."""
    return cast(OwnerId, owner) if owner in get_args(OwnerId) else None


def by_scope(value: Given | Mapping[Scope, Given], scope: Scope) -> Given:
    """The text or id of one class, or the default where the class is not listed."""
    if isinstance(value, str):
        return value
    return value.get(scope) or value["default"]


def _text(value: ByScope | None, fallback: ByScope, scope: Scope, place: str) -> str:
    return by_scope(value if value is not None else fallback, scope).replace("{service}", place or "the service")


def resolve(
    catalog: Catalog,
    target: str,
    service: Service | None = None,
    variant: Variant | None = None,
    class_: ClassId | None = None,
) -> Holding:
    """Who holds a target.

    Args:
        target: `topic` or `topic/duty`.
        service: the service asked about; None for the general model or a class alone.
        variant: one of the service's variants.
        class_: a class named without a service ("a managed database").

    Raises:
        KeyError: no such target.
    """
    topic, duty = split_target(catalog, target)
    scope: Scope = class_ or "default"
    place = ""
    if service:
        scope = service.class_
        place = service.name
    if variant:
        scope = variant.class_ or scope
        place = variant.name
    holder = duty or topic
    owner = by_scope(holder.owner, scope)
    category = by_scope((duty.category if duty and duty.category else topic.category), scope)
    basis: Basis = "class" if service or class_ else "model"
    because = _text(holder.because, topic.because, scope, place)
    aws = _text(duty.aws if duty else None, topic.aws, scope, place)
    you = _text(duty.you if duty else None, topic.you, scope, place)
    source = topic.sources[duty.source] if duty and duty.source else next(iter(topic.sources.values()))

    rule, basis_of_rule = _rule(target, service, variant)
    if rule and service:
        owner = rule.owner or owner
        category = rule.category or category
        because, source, basis = rule.because, service.sources[rule.source], basis_of_rule
        aws, you = rule.aws or aws, rule.you or you
    return Holding(
        target,
        topic,
        duty,
        owner,
        category,
        basis,
        because,
        aws,
        you,
        source,
        service,
        variant,
    )


def _rule(target: str, service: Service | None, variant: Variant | None) -> tuple[Rule | None, Basis]:
    if variant and target in variant.rules:
        return variant.rules[target], "variant"
    if service and target in service.rules:
        return service.rules[target], "service"
    return None, "class"
