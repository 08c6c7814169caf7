"""Every kind of fault in a knowledge folder is found, with its file, its line and its key."""

# ruff: noqa: E501  (one fault on one line reads better than six lines each)

from datetime import date
from pathlib import Path

import pytest

from bot.catalog.check import check
from bot.catalog.load import load_yaml
from bot.errors import Fault, KnowledgeError

TODAY = date(2026, 11, 23)


def swap(folder: Path, file: str, old: str, new: str) -> None:
    """Replaces the first place of a text in one file."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder: Path, file: str, part: str) -> int:
    """The line, from 1, on which a text first stands."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


def test_a_sound_folder_has_no_faults(copy: Path) -> None:
    assert check([copy], TODAY) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "key", "message"),
    [
        ("services/rds.yaml", "group: database", "groop: database", "groop", "groop", "unknown key"),
        ("services/rds.yaml", '    you: "Choose', '    yours: "Choose', "yours", "rules.patching/apply_patches.yours", "unknown key"),
        ("services/rds.yaml", "class: managed", "class: manged", "manged", "class", "'manged'"),
        ("services/rds.yaml", "id: rds\n", "id: RDS!\n", "RDS!", "id", "does not match"),
        ("services/rds.yaml", "id: rds\n", "id: rdx\n", "id: rdx", "id", "must be the file's name"),
        ("services/rds.yaml", "name: Amazon RDS\n", "", "id: rds", "", "'name' is a required property"),
        ("services/rds.yaml", "docs.aws.amazon.com/rds/maintaining", "with a space/rds", "with a space", "sources.maintaining.url", "does not match"),
        ("services/rds.yaml", "https://docs.aws.amazon.com/rds/m", "http://docs.aws.amazon.com/rds/m", "http://", "sources.maintaining.url", "does not match"),
        ("services/rds.yaml", '"2026-11-03"', '"last week"', "last week", "sources.maintaining.checked", "does not match"),
        ("services/rds.yaml", '"2026-11-03"', '"2026-13-41"', "2026-13-41", "sources.maintaining.checked", "no such day"),
        ("services/rds.yaml", '"2026-11-03"', '"2026-11-24"', "2026-11-24", "sources.maintaining.checked", "in the future"),
        ("services/rds.yaml", '"2026-11-03"', "2026-11-03", "checked: 2026-11-03", "sources.maintaining.checked", "is not of type 'string'"),
        ("services/rds.yaml", "  patching/apply_patches:", "  patching/aply_patches:", "aply", "rules.patching/aply_patches", "no such topic or duty"),
        ("services/rds.yaml", "  patching/apply_patches:", "  paching:", "paching", "rules.paching", "no such topic or duty"),
        ("services/rds.yaml", "    source: maintaining", "    source: nowhere", "nowhere", "rules.patching/apply_patches.source", "no source named 'nowhere'"),
        ("services/rds.yaml", "    owner: aws", "    owner: shared", "owner: shared", "rules.patching/apply_patches.owner", "one party's"),
        ("services/rds.yaml", "botocore: [rds, rds-data]", "botocore: [rds, kms]", "botocore: [rds, kms]", "botocore[1]", "already covered by kms"),
        ("services/rds.yaml", "aliases: [rds, rds postgres]", "aliases: [rds, lambda]", "aliases: [rds, lambda]", "aliases[1]", "already names lambda"),
        ("services/rds.yaml", "aliases: [rds on outposts]", "aliases: [rds on outposts, RDS  custom]", "RDS  custom", "variants[1].aliases", "names two variants"),
        ("services/lambda.yaml", "source: edge, successor", "source: nowhere, successor", "nowhere", "status.source", "no source named"),
        ("services/lambda.yaml", "successor: ec2", "successor: ec3", "ec3", "status.successor", "no service 'ec3'"),
        ("services/config.yaml", "cues: [rule, recorder]\n", "", "cued_aliases", "cued_aliases", "need `cues`"),
        ("services/ec2.yaml", "group: compute", "group: compute\nmodes: true", "modes", "modes", "needs variants"),
        ("topics/patching.yaml", "owner: {default: customer,", "owner: {infra: customer,", "{infra: customer, managed", "duties[0].owner", "needs a `default`"),
        ("topics/patching.yaml", "owner: {default: shared,", "owner: {saas: shared,", "saas", "owner", "needs a `default`"),
        ("topics/patching.yaml", "because: {default:", "because: {infra:", "because: {infra", "duties[0].because", "needs a `default`"),
        ("topics/patching.yaml", "    owner: customer", "    owner: shared", "    owner: shared", "duties[1].owner", "one party's"),
        ("topics/patching.yaml", "id: choose_window", "id: apply_patches", "XX", "duties[1].id", "stands twice"),
        ("topics/patching.yaml", "source: window", "source: window\n    once_set: patch_it", "patch_it", "duties[1].once_set", "no other duty 'patch_it'"),
        ("topics/patching.yaml", "source: window", "source: nowhere", "nowhere", "duties[1].source", "no source named"),
        ("topics/patching.yaml", "[choose the maintenance window,", "[Turn on  Encryption,", "Turn on", "duties[1].phrases[0]", "already names encryption/choose_encryption"),
        ("words/en.yaml", "fillers:", "filers:", "filers", "filers", "unknown key"),
        ("classes.yaml", "name: AWS,", "nane: AWS,", "nane", "owners.aws.nane", "unknown key"),
    ],
)  # fmt: skip
def test_a_fault_has_file_line_and_key(
    copy: Path, file: str, old: str, new: str, at: str, key: str, message: str
) -> None:
    swap(copy, file, old, new)
    line = line_of(copy, file, at) if at != "XX" else line_of(copy, file, "name: Choosing when") - 1
    found = check([copy], TODAY)
    assert [
        fault
        for fault in found
        if (fault.file, fault.line) == (str(copy / file), line) and key in fault.key and message in fault.message
    ], (
        line,
        list(map(str, found)),
    )


def test_a_shared_topic_names_both_halves(copy: Path) -> None:
    rule = (
        'rules:\n  patching: {owner: shared, because: "Each does a part.", aws: "The machines.", source: maintaining}\n'
    )
    swap(copy, "services/rds.yaml", "rules:\n", rule)
    (fault,) = check([copy], TODAY)
    assert "a shared topic names both halves" in fault.message
    swap(copy, "services/rds.yaml", 'aws: "The machines."', 'aws: "The machines.", you: "The window."')
    assert check([copy], TODAY) == []


def test_a_variant_of_another_class_decides_on_rules_that_its_class_contradicts(copy: Path) -> None:
    said = "    by_class: [patching/apply_patches]\n"
    swap(copy, "services/rds.yaml", said, "")
    (fault,) = check([copy], TODAY)
    assert "write a rule, or list the target under by_class or as_service" in fault.message
    swap(
        copy, "services/rds.yaml", "    class: infra\n", "    class: infra\n    as_service: [patching/apply_patches]\n"
    )
    assert check([copy], TODAY) == []
    swap(copy, "services/rds.yaml", "as_service: [patching/apply_patches]", "as_service: [patching]")
    assert any("no rule on patching" in fault.message for fault in check([copy], TODAY))


def test_a_class_that_is_none_has_a_line(copy: Path) -> None:
    swap(copy, "topics/patching.yaml", "customer, managed: aws", "customer, mangaed: aws")
    (fault,) = check([copy], TODAY)
    assert fault.line == line_of(copy, "topics/patching.yaml", "mangaed")


def test_a_concept_without_its_source_has_file_and_line_beside_other_faults(copy: Path) -> None:
    swap(copy, "concepts/model.yaml", "    source: model", "    source: nowhere")
    swap(copy, "services/lambda.yaml", "successor: ec2", "successor: ec3")
    assert {(Path(fault.file).name, bool(fault.line)) for fault in check([copy], TODAY)} == {
        ("model.yaml", True),
        ("lambda.yaml", True),
    }


def test_an_organisation_may_cite_its_own_pages(copy: Path) -> None:
    swap(copy, "services/rds.yaml", "docs.aws.amazon.com/rds/maintaining", "wiki.example.com/rds")
    assert check([copy], TODAY) == []


def test_syntax_errors_name_their_line(copy: Path) -> None:
    swap(copy, "services/rds.yaml", "group: database", "group: [database")
    (fault,) = check([copy], TODAY)
    assert fault.file == str(copy / "services/rds.yaml")
    assert fault.line > 1
    assert "not valid YAML" in fault.message


def test_a_key_that_stands_twice_is_a_fault(copy: Path) -> None:
    swap(copy, "services/rds.yaml", "group: database", "group: database\ngroup: storage")
    (fault,) = check([copy], TODAY)
    assert (fault.line, fault.key) == (line_of(copy, "services/rds.yaml", "group: storage"), "group")


def test_all_faults_of_all_files_are_listed_in_one_run(copy: Path) -> None:
    swap(copy, "services/rds.yaml", "group: database", "groop: database")
    swap(copy, "services/rds.yaml", "class: managed", "class: manged")
    swap(copy, "services/kms.yaml", "feature: true", "feature: perhaps")
    swap(copy, "topics/buildings.yaml", "owner: aws", "owner: nobody")
    swap(copy, "words/en.yaml", "synonyms:", "synonyms: [")
    found = check([copy], TODAY)
    assert {Path(fault.file).name for fault in found} == {"rds.yaml", "kms.yaml", "buildings.yaml", "en.yaml"}
    assert {"groop", "class", "feature", "owner"} <= {fault.key for fault in found}
    assert all(fault.line for fault in found)


def test_all_faults_between_files_are_listed_in_one_run(copy: Path) -> None:
    swap(copy, "services/rds.yaml", "    source: maintaining", "    source: nowhere")
    swap(copy, "services/rds.yaml", "botocore: [rds,", "botocore: [kms,")
    swap(copy, "services/lambda.yaml", "successor: ec2", "successor: ec3")
    swap(copy, "topics/patching.yaml", "source: window", "source: nowhere")
    swap(copy, "topics/encryption.yaml", '"2026-11-01"', '"2027-11-01"')
    found = check([copy], TODAY)
    assert sorted(Path(fault.file).name for fault in found) == [
        "encryption.yaml", "lambda.yaml", "patching.yaml", "rds.yaml", "rds.yaml",
    ]  # fmt: skip
    assert all(fault.line for fault in found)


def test_faults_come_in_the_order_of_files_and_lines(copy: Path) -> None:
    for file in ("services/rds.yaml", "services/kms.yaml"):
        swap(copy, file, "group:", "groop:")
        swap(copy, file, "docs:", "dogs:")
    found = [(fault.file, fault.line) for fault in check([copy], TODAY)]
    assert found == sorted(found)


@pytest.mark.parametrize("name", ["stray.yaml", "service/x.yaml", "services/more/x.yaml", "services/x.yml"])
def test_a_file_that_nothing_reads_is_a_fault(copy: Path, name: str) -> None:
    (copy / name).parent.mkdir(parents=True, exist_ok=True)
    (copy / name).write_text("id: x\n")
    (fault,) = check([copy], TODAY)
    assert fault.file == str(copy / name)


@pytest.mark.parametrize("content", ["", "null\n", "[]\n", "just words\n", "1\n"])
def test_a_file_of_another_shape_is_a_fault(copy: Path, content: str) -> None:
    (copy / "services/rds.yaml").write_text(content)
    found = check([copy], TODAY)
    assert {fault.file for fault in found} == {str(copy / "services/rds.yaml")}


def test_a_folder_that_is_not_there_is_a_fault(copy: Path) -> None:
    found = check([copy, copy / "nowhere"], TODAY)
    assert [fault.file for fault in found] == [str(copy / "nowhere")]


def test_an_empty_folder_is_no_knowledge(tmp_path: Path) -> None:
    assert check([tmp_path], TODAY)
    with pytest.raises(KnowledgeError, match="is this a knowledge folder"):
        load_yaml([tmp_path])


def test_loading_names_every_file_that_cannot_be_used(copy: Path) -> None:
    swap(copy, "services/rds.yaml", "group: database", "groop: database")
    swap(copy, "services/kms.yaml", "group:", "group: [")
    with pytest.raises(KnowledgeError) as error:
        load_yaml([copy])
    assert {Path(fault.file).name for fault in error.value.faults} == {"rds.yaml", "kms.yaml"}
    assert "kb check" in str(error.value)


def test_a_fault_reads_like_a_compilers() -> None:
    assert str(Fault("a.yaml", 3, "owner", "is wrong")) == "a.yaml:3: owner: is wrong"
    assert str(Fault("a.yaml", 0, "", "is wrong")) == "a.yaml: is wrong"
