"""Which services a message means when it names several things."""

import pytest

from bot.engine import Engine


def meant(engine: Engine, text: str) -> list[str]:
    return [link.variant or link.service for link in engine.parse(text).links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who patches rds?", ["rds"]),
        ("who patches rds and ec2?", ["rds", "ec2"]),
        ("who patches rds custom?", ["rds-custom"]),
        ("who patches eks on fargate?", ["eks-fargate"]),
        ("who patches fargate under eks?", ["eks-fargate"]),
        ("we run rds. who patches rds custom?", ["rds-custom"]),
        ("who patches it?", []),
        ("who patches the ec2 instances behind rds?", ["rds"]),
        ("who patches rds behind ec2?", ["rds", "ec2"]),
        ("who patches rds custom? like normal rds?", ["rds-custom"]),
        ("after the move from ec2 to rds, who patches?", ["rds"]),
        ("a team moves what it ran on ec2 over to rds, who patches?", ["rds"]),
        ("data goes from rds to a database on ec2, who patches it?", ["ec2"]),
        ("who patches ec2? we have no rds", ["ec2"]),
        ("who patches eks nodes, not fargate?", ["eks-nodes"]),
    ],
)
def test_a_variant_wins_over_its_own_service(engine: Engine, text: str, expected: list[str]) -> None:
    assert meant(engine, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EC2 runs the app, RDS holds the data. Who patches the hosts of RDS?", ["rds"]),
        ("EC2 runs the app, RDS holds the data. Who patches nginx on EC2?", ["ec2"]),
        ("Our EC2 app calls Lambda. Who patches RDS and EC2?", ["ec2", "rds"]),
        ("Our EC2 app calls Lambda. Who patches it?", ["ec2", "lambda"]),
        ("RDS talks to EC2. Who patches, us or Lambda?", ["rds", "ec2", "lambda"]),
    ],
)
def test_what_asks_says_which_of_several_services_is_meant(engine: Engine, text: str, expected: list[str]) -> None:
    assert meant(engine, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We moved off RDS and run it on EC2. Who patches the OS?", ["ec2"]),
        ("It runs on EC2, not RDS. Who patches the OS?", ["ec2"]),
        ("Our queries went from RDS back to EC2. Who patches?", ["ec2"]),
        ("It used to run on RDS and is on EC2 now. Who patches?", ["ec2"]),
        ("We moved from RDS to EC2. Who patched the OS before the move?", ["rds"]),
        ("After an incident on EC2 we moved it to RDS. Who patches?", ["rds"]),
        ("We gave up EC2 and went to RDS. Who patches?", ["rds"]),
        ("We do not use RDS, we have EC2. Who patches?", ["ec2"]),
        ("We moved EKS pods from RDS to Lambda. Who patches?", ["eks", "lambda"]),
        ("It was on EC2, and we went to RDS. Who patches?", ["rds"]),
        ("It ran on RDS until May, since then on EC2. Who patches?", ["ec2"]),
        ("We replaced the database on EC2 with RDS. Who patches?", ["rds"]),
        ("It was on EC2 and had a disk full. RDS was fine. Who patches?", ["ec2", "rds"]),
        ("It ran on RDS, today on EC2. Who patched it then?", ["rds"]),
        ("We moved from RDS to EC2. Who must patch before the audit?", ["ec2"]),
        ("We moved from RDS to EC2. The list still says RDS is patched. Who patches?", ["ec2"]),
        ("We moved from RDS to EC2. Who patched RDS?", ["rds"]),
        ("Kubernetes on our own EC2 instances, who patches the OS?", ["ec2"]),
        ("Kubernetes for the app, EC2 for the rest. Who patches?", ["eks", "ec2"]),
        ("Data goes through Lambda on to RDS. Who encrypts?", ["lambda", "rds"]),
    ],
)
def test_what_a_story_has_left_is_not_meant(engine: Engine, text: str, expected: list[str]) -> None:
    assert meant(engine, text) == expected


def test_a_feature_gives_way_to_the_service_it_serves(engine: Engine) -> None:
    assert meant(engine, "who enables encryption with kms on rds?") == ["rds"]
    assert meant(engine, "who enables encryption with kms?") == ["kms"]


def test_a_generic_noun_only_hints(engine: Engine) -> None:
    hinted = engine.parse("who patches the vm?")
    assert hinted.hinted
    assert [link.service for link in hinted.links] == ["ec2"]
    assert not engine.parse("who patches the vm on rds?").hinted


def test_a_class_stands_in_where_no_service_is_named(engine: Engine) -> None:
    assert engine.parse("who patches a managed database?").class_ == "managed"
    assert engine.ask("who patches rds, a managed database?").service == "rds"
