"""Who owns a target for a service: variant, then service, then class, then the general model."""

import re
from collections.abc import Mapping
from functools import cached_property
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

OWNERS = frozenset(get_args(OwnerId))
Basis = Literal["variant", "service", "class", "model"]
"""What an answer rests on: a variant's rule, a service's rule, the class's default, or the general model."""
SIDED: Mapping[tuple[ClassOwner, CategoryId], CategoryId] = {
    ("customer", "inherited"): "customer",
    ("aws", "customer"): "inherited",
    ("shared", "inherited"): "shared",
    ("shared", "customer"): "shared",
}
"""Owner at a place and the topic's kind of control -> the kind it is there.

A control is inherited where AWS does all of it, and customer specific where only the customer can. Servers at one's own
site inherit nothing, though hardware does as a rule.
"""
SENTENCE_ON_SERVICE = re.compile(r"(?:^|(?<=[.!?] ))\{service\}")
"""Where a text begins a sentence with the service's name."""


class Holding(Struct, frozen=True, dict=True):
    """Who holds one target for one service or class, why, and on what page that rests.

    Only the owner is settled at once; a question weighs a dozen holdings and shows one, whose texts are then kept.
    """

    target: str
    topic: Topic
    duty: Duty | None
    owner: ClassOwner
    scope: Scope
    basis: Basis
    rule: Rule | None = None
    service: Service | None = None
    variant: Variant | None = None

    @property
    def name(self) -> str:
        """Name of the duty, or of the topic where the whole topic is meant."""
        return self.duty.name if self.duty else self.topic.name

    @property
    def duty_id(self) -> str | None:
        """Id of the duty, None where the whole topic is meant."""
        return self.duty.id if self.duty else None

    @cached_property
    def place(self) -> str:
        """Name of the variant or service, empty for the general model."""
        if self.variant:
            return self.variant.name
        return self.service.name if self.service else ""

    @cached_property
    def category(self) -> CategoryId:
        """AWS's kind of control, which the owner here may contradict: nobody inherits from AWS what is theirs to do."""
        if self.rule and self.rule.category:
            return self.rule.category
        told = by_scope(self.duty.category if self.duty and self.duty.category else self.topic.category, self.scope)
        return SIDED.get((self.owner, told), told)

    @cached_property
    def because(self) -> str:
        """Why, in one or two sentences."""
        return self.rule.because if self.rule else self._text((self.duty or self.topic).because)

    @cached_property
    def aws(self) -> str:
        """AWS's half; empty where neither the rule nor its service gives one that fits the owner."""
        return self._half("aws")

    @cached_property
    def you(self) -> str:
        """The customer's half; empty where neither the rule nor its service gives one that fits the owner."""
        return self._half("you")

    @cached_property
    def source(self) -> Source:
        """The page it rests on."""
        if self.rule and self.service:
            return self.service.sources[self.rule.source]
        sources = self.topic.sources
        return sources[self.duty.source] if self.duty and self.duty.source else next(iter(sources.values()))

    @cached_property
    def exceptions(self) -> tuple[str, ...]:
        """Names of the service's variants for which another side owns the target."""
        if not self.service or self.variant:
            return ()
        told = [(one.name, one.rules[self.target].owner) for one in self.service.variants if self.target in one.rules]
        here = committed(self.owner) or "shared"
        return tuple([name for name, owner in told if owner not in (None, here)])

    def _half(self, side: Literal["aws", "you"]) -> str:
        """One party's half, from the nearest that speaks of it.

        The class's text fits only its own owner: "AWS patches the machines" must not stand beside a rule by which the
        customer does. Such a rule takes the half of its service's rule on the whole topic, or none.
        """
        general: ByScope = getattr(self.duty, side, None) or getattr(self.topic, side)
        if not self.rule:
            return self._text(general)
        own: str | None = getattr(self.rule, side)
        if own or self.owner == by_scope((self.duty or self.topic).owner, self.scope):
            return own or self._text(general)
        whole, _ = _rule(self.topic.id, self.service, self.variant)
        return (getattr(whole, side) if whole else None) or ""

    def _text(self, text: ByScope) -> str:
        told = by_scope(text, self.scope)
        if not self.place:
            told = SENTENCE_ON_SERVICE.sub("The service", told)
        return told.replace("{service}", self.place or "the service")


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
    return cast(OwnerId, owner) if owner in OWNERS else None


def by_scope(value: Given | Mapping[Scope, Given], scope: Scope) -> Given:
    """The text or id of one class, or the default where the class is not listed."""
    if isinstance(value, str):
        return value
    return value.get(scope) or value["default"]


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
    if service:
        scope = variant.class_ if variant and variant.class_ else service.class_
    rule, basis = _rule(target, service, variant)
    if rule is None:
        basis = "class" if service or class_ else "model"
    owner = rule.owner if rule and rule.owner else by_scope((duty or topic).owner, scope)
    return Holding(target, topic, duty, owner, scope, basis, rule, service, variant)


def _rule(target: str, service: Service | None, variant: Variant | None) -> tuple[Rule | None, Basis]:
    if variant and target in variant.rules:
        return variant.rules[target], "variant"
    if service and target in service.rules and not (variant and target in variant.by_class):
        return service.rules[target], "service"
    return None, "class"
