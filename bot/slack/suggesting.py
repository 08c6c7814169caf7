"""What a type-ahead select offers while someone types: services and topics, the likeliest first."""

from collections.abc import Iterable, Iterator, Sequence

from bot.catalog.model import Catalog, CategoryId, Service, Topic, Variant
from bot.catalog.resolve import by_scope
from bot.slack.limits import OPTION_LABEL
from bot.slack.picked import place_value
from bot.slack.ranking import VENDOR, Entry, Ranking
from bot.slack.views.forms import Group, Option
from bot.slack.views.mrkdwn import plain

OFFERED = 25
"""Most options offered at once; whoever has not found theirs among them types another letter."""
POPULAR = (
    *("ec2", "s3", "rds", "lambda", "eks", "ecs", "fargate", "dynamodb", "aurora", "vpc", "iam", "kms", "cloudfront"),
    *("elasticache", "sqs", "sns", "apigateway", "cloudwatch", "cloudtrail", "route53", "elbv2", "ebs", "efs"),
    *("redshift", "opensearch", "elasticbeanstalk", "lightsail", "bedrock", "secretsmanager"),
)
"""Services that most people run, in this order where nothing is typed; ids that an overlay drops are passed over."""
CONTROLS: tuple[CategoryId, ...] = ("inherited", "shared", "customer")


class Suggestions:
    """The services with their variants, and the topics, of one catalog; built once."""

    def __init__(self, catalog: Catalog) -> None:
        self._services = Ranking(_places(catalog.services.values()))
        self._topics = Ranking(map(_topic, catalog.topics.values()))
        self._popular = tuple(
            Option(_label(catalog.services[id_].name), id_) for id_ in POPULAR if id_ in catalog.services
        )
        self._controls = tuple(_groups(catalog))

    def services(self, query: str) -> tuple[Option, ...]:
        """Services and variants for what was typed; the popular ones where nothing was."""
        if VENDOR.issuperset(query.casefold().split()):
            return self._popular[:OFFERED]
        return _options(self._services.best(query, OFFERED))

    def topics(self, query: str) -> tuple[Option, ...]:
        """Topics for what was typed."""
        return _options(self._topics.best(query, OFFERED))

    def all_topics(self) -> tuple[Group, ...]:
        """Every topic under AWS's kind of control."""
        return self._controls


def _options(entries: Sequence[Entry]) -> tuple[Option, ...]:
    return tuple(Option(entry.label, entry.value) for entry in entries)


def _places(services: Iterable[Service]) -> Iterator[Entry]:
    for service in services:
        weight = 3.0 if service.id in POPULAR else 1.0
        names = (service.name, service.full_name, service.id)
        others = (*service.aliases, *service.cued_aliases, *service.botocore)
        yield Entry(service.id, _label(service.name), names, others, weight)
        for variant in service.variants:
            yield _variant(service, variant, weight / 6)


def _variant(service: Service, variant: Variant, weight: float) -> Entry:
    short = service.name.removeprefix("Amazon ").removeprefix("AWS ")
    label = variant.name if short.casefold() in variant.name.casefold() else f"{variant.name} ({short})"
    others = (*variant.aliases, *variant.cued_aliases, *variant.botocore)
    return Entry(place_value(service.id, variant.id), _label(label), (variant.name, variant.id), others, weight)


def _topic(topic: Topic) -> Entry:
    duties = [phrase for duty in topic.duties for phrase in (duty.name, *duty.phrases)]
    names = (topic.name, topic.aws_term, topic.id)
    return Entry(topic.id, _label(topic.name), names, (*topic.phrases, *topic.at_services, *duties))


def _groups(catalog: Catalog) -> Iterator[Group]:
    for control in CONTROLS:
        topics = [topic for topic in catalog.topics.values() if by_scope(topic.category, "default") == control]
        label = catalog.framework.categories[control].name.capitalize() + "s"
        if topics:
            yield Group(label, tuple(Option(_label(topic.name), topic.id) for topic in topics))


def _label(name: str) -> str:
    return plain(name, OPTION_LABEL)
