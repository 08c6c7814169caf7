"""The matrix of a service, comparisons and lists of services."""

from bot.answering.overview import listed, matrix
from bot.engine import Engine


def test_the_matrix_has_a_row_for_every_topic(engine: Engine) -> None:
    answer = engine.ask("what is AWS responsible for in RDS?")
    assert (answer.kind, answer.service, answer.owner) == ("matrix", "rds", None)
    assert [(row.topic, row.owner) for row in answer.answers] == [
        ("buildings", "aws"),
        ("encryption", "shared"),
        ("patching", "aws"),
    ]
    assert "Patching" in answer.aws_does


def test_a_bare_name_asks_for_the_matrix(engine: Engine) -> None:
    assert engine.ask("RDS").kind == "matrix"
    assert engine.ask("RDS Custom").variant == "rds-custom"


def test_the_matrix_of_a_variant_follows_its_class(engine: Engine) -> None:
    service = engine.catalog.services["rds"]
    owners = {row.topic.id: row.owner for row in matrix(engine.catalog, service, service.variants[0])}
    assert owners["patching"] == "customer"


def test_a_comparison_names_each_place_with_its_owner(engine: Engine) -> None:
    answer = engine.ask("compare patching on RDS and EC2")
    assert (answer.kind, answer.owner) == ("compare", None)
    assert [(row.service, row.owner) for row in answer.answers] == [("rds", "aws"), ("ec2", "customer")]


def test_places_that_agree_have_one_owner(engine: Engine) -> None:
    assert engine.ask("compare patching on RDS and Lambda").owner == "aws"


def test_a_comparison_without_a_task_shows_what_differs(engine: Engine) -> None:
    answer = engine.ask("RDS vs EC2")
    assert answer.kind == "compare"
    assert {row.topic for row in answer.answers} == {"patching"}


def test_a_comparison_of_many_places_names_some_in_its_headline_and_all_in_its_rows(engine: Engine) -> None:
    one = engine.ask("compare patching on RDS and EC2").headline
    assert one.endswith("Amazon RDS and Amazon EC2.")
    names = [f"Place {number}" for number in range(7)]
    assert listed(names[:3]) == "Place 0, Place 1 and Place 2"
    assert listed(names[:5]) == "Place 0, Place 1, Place 2, Place 3 and Place 4"
    assert listed(names) == "Place 0, Place 1, Place 2, Place 3 and 3 more"
    assert listed(["Place 0", "Place 0"]) == "Place 0"
    assert listed([]) == ""


def test_a_list_holds_the_places_where_the_task_is_ours(engine: Engine) -> None:
    answer = engine.ask("what do we have to patch?")
    assert answer.kind == "list"
    assert {row.variant or row.service for row in answer.answers} == {"ec2", "eks-nodes"}
    assert all(row.owner == "customer" for row in answer.answers)


def test_a_list_without_a_task_asks_for_one(engine: Engine) -> None:
    assert engine.ask("which services fnord?").kind == "unknown"
