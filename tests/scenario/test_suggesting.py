"""What type-ahead selects offer, over the shipped knowledge."""

from __future__ import annotations

import pytest

from bot.engine import Engine
from bot.slack.limits import OPTION_LABEL, OPTION_VALUE, OPTIONS
from bot.slack.suggesting import OFFERED, POPULAR, Suggestions

SERVICES = {
    "dynamo": "dynamodb",
    "k8s": "eks",
    "kubernets": "eks",
    "kube": "eks",
    "elastic search": "opensearch",
    "elasticsearch": "opensearch",
    "rds custom": "rds-custom",
    "rds custom for oracle": "rds-custom/rds-custom-oracle",
    "rds proxy": "rds/rds-proxy",
    "RDS": "rds",
    "aws lambda": "lambda",
    "lamda": "lambda",
    "lambd": "lambda",
    "s3": "s3",
    "simple stor": "s3",
    "ec2": "ec2",
    "cloudwach": "cloudwatch",
    "cloud watch": "cloudwatch",
    "cloudfornt": "cloudfront",
    "elasti cache": "elasticache",
    "redis": "elasticache",
    "postgres": "rds",
    "load balancer": "elbv2",
    "alb": "elbv2",
    "api gatway": "apigateway",
    "eks farg": "eks/eks-fargate",
    "fargte": "fargate",
    "route 53": "route53",
    "sage maker": "sagemaker",
    "iam access analyser": "accessanalyzer",
    "secrets manger": "secretsmanager",
    "beanstalk": "elasticbeanstalk",
    "step functions": "stepfunctions",
    "kafka": "kafka",
    "DynamoDB Accelerator": "dynamodb/dax",
    "documentdb": "docdb",
}
TOPICS = {
    "patch": "guest_os_patching",
    "pen test": "vulnerability_pentest",
    "mfa": "iam_access",
    "root": "root_account",
    "backups": "backup_recovery",
    "encrypton": "encryption_at_rest",
    "badge": "physical_security",
    "ddos": "ddos_protection",
    "logging": "logging_monitoring",
    "hypervisor": "virtualization_host",
}


@pytest.fixture(scope="module")
def suggestions(engine: Engine) -> Suggestions:
    """Over the shipped knowledge."""
    return Suggestions(engine.catalog)


@pytest.mark.parametrize(("typed", "first"), SERVICES.items())
def test_the_service_meant_comes_first(suggestions: Suggestions, typed: str, first: str) -> None:
    assert suggestions.services(typed)[0].value == first


@pytest.mark.parametrize(("typed", "first"), TOPICS.items())
def test_the_topic_meant_comes_first(suggestions: Suggestions, typed: str, first: str) -> None:
    assert suggestions.topics(typed)[0].value == first


def test_every_name_brings_its_own(suggestions: Suggestions, engine: Engine) -> None:
    for service in engine.catalog.services.values():
        for name in filter(None, (service.name, service.full_name, service.id, service.name.upper())):
            first = suggestions.services(name)[0]
            assert first.value == service.id or first.label == service.name, name
    for topic in engine.catalog.topics.values():
        assert suggestions.topics(topic.name)[0].value == topic.id


def test_every_letter_on_the_way_to_a_name_brings_something(suggestions: Suggestions, engine: Engine) -> None:
    for service in engine.catalog.services.values():
        for end in range(1, len(service.name) + 1):
            assert suggestions.services(service.name[:end]), service.name[:end]


def test_what_is_offered_fits_slacks_limits(suggestions: Suggestions, engine: Engine) -> None:
    typed = ["", " ", "a", "aws", "Amazon", "é", "字", "x" * 5000, "a b c d e f g", "%", "\x00", "-", "🙂"]
    typed += [variant.name for service in engine.catalog.services.values() for variant in service.variants]
    for text in typed:
        for offered in (suggestions.services(text), suggestions.topics(text)):
            assert len(offered) <= OFFERED <= OPTIONS
            assert len({option.value for option in offered}) == len(offered)
            for option in offered:
                assert 0 < len(option.label) <= OPTION_LABEL
                assert 0 < len(option.value) <= OPTION_VALUE


def test_popular_services_come_where_nothing_is_typed(suggestions: Suggestions, engine: Engine) -> None:
    assert set(POPULAR) <= set(engine.catalog.services)
    assert [option.value for option in suggestions.services("")] == list(POPULAR[:OFFERED])
    assert suggestions.services("AWS ") == suggestions.services(" "), "the vendor alone says nothing"


def test_every_topic_is_offered_under_its_control(suggestions: Suggestions, engine: Engine) -> None:
    groups = suggestions.all_topics()
    assert sorted(option.value for group in groups for option in group.options) == sorted(engine.catalog.topics)
    assert [group.label for group in groups] == [
        "Inherited controls",
        "Shared controls",
        "Customer specific controls",
    ]


def test_a_topics_own_name_lists_the_topic(engine: Engine) -> None:
    for topic in engine.catalog.topics.values():
        assert engine.ask(f"list {topic.name}") == engine.services_left(topic.id)
