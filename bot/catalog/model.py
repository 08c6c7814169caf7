"""The shape of the knowledge: one frozen, typed object per kind of YAML entry."""

import re
from typing import Annotated, Literal

from msgspec import Meta, Struct

AWS_PAGE = re.compile(r"https://([a-z0-9-]+\.)*(amazon|aws)\.(com|dev)/")
"""Addresses that are AWS's own."""

OwnerId = Literal["aws", "customer", "shared", "partner"]
"""Who must do the task that was asked about."""

ClassOwner = Literal["aws", "customer", "shared", "partner", "varies", "none"]
"""An owner, or `varies` (only the service or its variant decides) or `none` (the task does not exist there)."""

CategoryId = Literal["inherited", "shared", "customer"]
"""AWS's kind of control, the second axis beside the owner."""

ClassId = Literal["hybrid", "infra", "orchestrator", "managed", "serverless", "abstracted", "saas", "tools"]
"""Deployment class of a service."""

Scope = Literal["default", "hybrid", "infra", "orchestrator", "managed", "serverless", "abstracted", "saas", "tools"]
"""A class, or `default`: no service named, and every class that is not listed."""

Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Target = Annotated[str, Meta(pattern=r"^[a-z_]+(/[a-z_]+)?$")]
"""`topic` (the topic as a whole) or `topic/duty`."""
PlaceId = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]*/[a-z0-9][a-z0-9_-]*$")]
"""`service/variant`."""
Text = Annotated[str, Meta(min_length=1)]
Sample = Annotated[str, Meta(min_length=3, max_length=600)]
Share = Annotated[float, Meta(ge=0, le=1)]
Phrase = Annotated[str, Meta(min_length=1, max_length=160)]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Month = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}$")]
Url = Annotated[str, Meta(pattern=r"^https://[^/\s]+/\S*$")]

ByScope = Text | dict[Scope, Text]
"""One text for every class, or a text per class with `default` for the others."""


class Entry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename={"class_": "class"}):
    """Base of every knowledge object: immutable, and unknown keys are errors."""


class Source(Entry, frozen=True, kw_only=True):
    """A page that a fact rests on: AWS's own, or one of an organisation that lays its knowledge over this one."""

    title: Text
    url: Url
    checked: Day
    """The day the page was read (ISO date)."""
    unverified: bool = False
    """True where the page could not be read; lowers the answer's confidence."""
    copy_of: Month | None = None
    """Month of the archived copy that was read where the current page could not be; lowers the confidence a little."""

    @property
    def publisher(self) -> str:
        """Who says so: AWS's documentation, or the host of the page."""
        return "AWS documentation" if AWS_PAGE.match(self.url) else self.url.split("/")[2]


class Duty(Entry, frozen=True, kw_only=True):
    """An atomic task inside a topic, each one party's."""

    id: Id
    name: Text
    """Reads as the subject of "… for Amazon RDS is your job"."""
    owner: ClassOwner | dict[Scope, ClassOwner]
    phrases: list[Phrase]
    because: ByScope
    """Why, in one or two sentences; `{service}` stands for the service's name."""
    category: CategoryId | None = None
    """Overrides the topic's category."""
    aws: ByScope | None = None
    """AWS's half where it differs from the topic's."""
    you: ByScope | None = None
    """The customer's half where it differs from the topic's."""
    source: str | None = None
    """Key into the topic's `sources`; the first one when absent."""
    carries_out: bool = False
    """True where it is done by the service once it was set up: more likely asked about by who says that it was."""
    once_set: Id | None = None
    """The duty of its topic that is asked for instead where it is told as set up already."""

    @property
    def rare(self) -> bool:
        """True for a task that exists only where a service's rule says so."""
        return self.owner == "none"


class Topic(Entry, frozen=True, kw_only=True):
    """A responsibility topic with its duties."""

    id: Id
    name: Text
    definition: Text
    category: CategoryId | dict[Scope, CategoryId]
    owner: ClassOwner | dict[Scope, ClassOwner]
    """Owner of the topic as a whole; `shared` where its duties split."""
    because: ByScope
    aws: ByScope
    """AWS's half."""
    you: ByScope
    """The customer's half."""
    duties: list[Duty]
    sources: dict[str, Source]
    phrases: list[Phrase] = []
    """Ways of naming the topic as a whole, not one duty of it."""
    at_services: list[Phrase] = []
    """Further ways where a service is named; without one they name a duty ("encrypt the data")."""
    aws_term: str = ""
    """AWS's own name for the control, where it has one."""


class Rule(Entry, frozen=True, kw_only=True):
    """What a service or variant says about one target, in place of its class's default."""

    owner: ClassOwner | None = None
    """None keeps the class's owner and only makes the text and source specific."""
    because: Text
    source: str
    """Key into the service's `sources`."""
    category: CategoryId | None = None
    aws: Text | None = None
    you: Text | None = None
    phrases: list[Phrase] = []
    """Further ways to name this target that hold only for this service."""


class Status(Entry, frozen=True, kw_only=True):
    """A service that is no longer sold as it was."""

    state: Literal["renamed", "retired", "closed_to_new", "end_announced"]
    since: Day
    """Day of the renaming, the end, the closing to new customers, or the end that was announced."""
    note: Text
    source: str
    successor: str | None = None


class Variant(Entry, frozen=True, kw_only=True):
    """A way of running a service whose duties may differ from the service's own."""

    id: Id
    name: Text
    aliases: list[Phrase]
    cued_aliases: list[Phrase] = []
    """Names that count only where one of `cues` stands in the message."""
    cues: list[Phrase] = []
    third_party: bool = False
    """True for another company's product: words such as "vendor" then say where something is, not what."""
    told_by: list[Phrase] = []
    """Words that tell the variant wherever they stand near each other, once its service is named."""
    class_: ClassId | None = None
    rules: dict[Target, Rule] = {}
    by_class: list[Target] = []
    """Targets for which the service's rules do not hold: the variant's class answers."""
    as_service: list[Target] = []
    """Targets for which the service's rule holds although the variant's class names another owner."""
    botocore: list[str] = []
    status: Status | None = None
    """Where the variant ends or was renamed, and its service was not."""


class Service(Entry, frozen=True, kw_only=True):
    """One AWS service, with its variants."""

    id: Id
    name: Text
    aliases: list[Phrase]
    class_: ClassId
    group: Id
    sources: dict[str, Source]
    docs: Url | None = None
    """Where AWS describes the service; absent where no page was seen."""
    full_name: str = ""
    cued_aliases: list[Phrase] = []
    """Everyday words (config, batch, backup) that mean the service only beside a cue."""
    cues: list[Phrase] = []
    botocore: list[str] = []
    """Every botocore service id that this entry covers."""
    feature: bool = False
    """True for what other services are built with (KMS, security groups, IAM): beside a service, they give way."""
    about: Target | None = None
    """What the bare name asks about where that is one task ("network ACLs": their rules), not the whole picture."""
    modes: bool = False
    """True where the name alone means any of its variants (EKS), not a usual one with exceptions (Lambda)."""
    rules: dict[Target, Rule] = {}
    variants: list[Variant] = []
    status: Status | None = None

    def rule_sets(self) -> list[tuple[str, dict[Target, Rule]]]:
        """The rules of the service and of each variant, with the id of whom they belong to."""
        return [(self.id, self.rules), *((variant.id, variant.rules) for variant in self.variants)]


class Concept(Entry, frozen=True, kw_only=True):
    """An explanation that is not about one task: of/in the cloud, a misconception, a control category."""

    id: Id
    name: Text
    explanation: Text
    phrases: list[Phrase]
    """Ways of asking for it, and statements that mean it."""
    source: str
    owner: OwnerId | None = None
    """Set where the concept names one side ("security of the cloud" is AWS's)."""
    category: CategoryId | None = None
    aws: Text | None = None
    you: Text | None = None


class ConceptFile(Entry, frozen=True, kw_only=True):
    """One file of knowledge/concepts."""

    concepts: list[Concept]
    sources: dict[str, Source]


class SampleFile(Entry, frozen=True, kw_only=True):
    """One file of knowledge/samples: questions as people ask them, under what they ask for."""

    samples: dict[Target, list[Sample]] = {}
    out_of_scope: list[Sample] = []
    """Questions that sound alike and are nobody's job under the model."""
    places: dict[PlaceId, list[Sample]] = {}
    """Questions on what third parties run or make, under the variant that tells of it."""
    whole: list[Sample] = []
    """Questions on AWS's part of a matter and the customer's together."""


class Definition(Entry, frozen=True, kw_only=True):
    """A word of the model's own vocabulary: an owner, a control category or a deployment class."""

    name: Text
    definition: Text
    phrases: list[Phrase] = []
    """For classes: words that name the class in a question ("managed database")."""


class Thresholds(Entry, frozen=True, kw_only=True):
    """Where answering ends; measured on labelled questions (`tests/bench/calibration.py`)."""

    second_share: Share = 0.9
    """What the second opinion's cosine weighs beside the phrases' fit."""
    specific: Share = 0.08
    """What a target gains for which the service named has a rule of its own."""
    least: Share = 0.5
    """Joint score below which nothing is answered."""
    tie: Share = 0.03
    """Lead over the best reading of another owner below which nothing decides."""
    lead: Share = 0.12
    """Lead that is needed where the two scorers do not agree on the owner."""
    confident: Share = 0.6
    """Confidence below which readings are offered instead of an answer."""
    near: Share = 0.6
    """Readings with this share of the best score are offered as choices."""
    settled: Share = 0.9
    """A reading with one owner and this share of the best score is preferred to one whose owner varies."""
    half: Share = 0.4
    """Readings with this share of the best score may be one party's half, where both are asked about."""
    equal: Share = 0.93
    """Readings of another topic and the same owner with this share of the best score are named in the answer."""
    stands: Share = 0.6
    """Chance to be right, by scorers and samples together, at which the scorers' own answer is given."""
    believed: Share = 0.61
    """The same at which an owner answers that the scorers alone would not name."""
    overruled: Share = 0.68
    """The same where they would name another."""
    sure: Share = 0.77
    """The same where the scorers find that a task of each party is named."""
    trace: Share = 0.2
    """Joint score below which nothing at all fits, so that samples alone settle nothing."""
    strange: float = -0.6
    """How strange a message may sound for such an answer; see `bot/parsing/samples.py`."""
    foreign: float = 0.1
    """How strange it may sound at most to be answered at all."""
    familiar: float = -1.0
    """How little strange it sounds where no cue refuses it: other words of it say what it asks."""
    familiar_story: float = -0.7
    """The same of a message long enough for its words to tell."""


class BeliefWeights(Entry, frozen=True, kw_only=True):
    """What speaks for an owner and how much, in a logistic sum; fitted by `tests/bench/belief.py`."""

    base: float = -1.58
    share: float = 1.56
    """The owner's share of the votes of the samples that are like the question."""
    other: float = -1.64
    """The largest share of another owner."""
    said: float = 1.43
    """The scorers' confidence, where they answer with this owner."""
    exact: float = 2.68
    """By how much more than a half the best phrase fits then."""
    against: float = -3.10
    """The same where they answer with another."""
    leaning: float = 0.62
    """Their best reading has this owner, and they leave the question open."""
    trace: float = 0.53
    """The same where nothing fits enough to be offered."""
    unfit: float = -0.56
    """Nothing fits enough to be offered."""
    strange_unfit: float = -0.57
    """How strange the question sounds then, see `bot/parsing/samples.py`."""
    placed_unfit: float = 0.19
    """A place is named then."""
    strange: float = -0.47
    """How strange it sounds in any case."""
    likeness: float = 0.65
    """Of the task whose samples are most like the question."""
    shared: float = 1.32
    """The owner is both parties."""
    partner: float = 0.33
    """The owner is a third party."""
    whole: float = 1.81
    """How much the question sounds like asking for both parties' parts, where that is the owner."""
    part: float = -0.35
    """The same where it is another."""


class Framework(Entry, frozen=True, kw_only=True):
    """knowledge/classes.yaml: owners, control categories and deployment classes."""

    owners: dict[OwnerId, Definition]
    categories: dict[CategoryId, Definition]
    classes: dict[ClassId, Definition]
    source: Source
    thresholds: Thresholds = Thresholds()
    """Left out, they are those of the program."""
    belief: BeliefWeights = BeliefWeights()


class Refusal(Entry, frozen=True, kw_only=True):
    """A family of questions that the bot does not answer, and what it says to them."""

    id: Id
    reply: Text
    cues: list[Text]
    """Word sequences; `^` anchors to the start of a sentence, `*` stands for up to four words."""
    unless: list[Text] = []
    """Cues that keep the question in scope all the same."""
    unless_service: bool = False
    """True where naming an AWS service keeps the question in scope."""
    unless_parties: bool = False
    unless_category: bool = False
    """True where a question on the kind of a control may be put in these words ("which one of the three is it")."""
    """True where it is the form of a question, or words around it, that matter no more once it offers the parties."""
    anywhere: bool = False
    """True where the cues refuse wherever they stand; else only in the sentence that asks."""


class Subjects(Entry, frozen=True, kw_only=True):
    """When a word for a side is only the subject of its sentence: a noun right before one of the verbs."""

    nouns: list[str] = []
    verbs: list[str] = []


class Speakers(Entry, frozen=True, kw_only=True):
    """Who only says something in a story: a noun a little before one of the verbs."""

    nouns: list[str] = []
    verbs: list[str] = []


class Words(Entry, frozen=True, kw_only=True):
    """knowledge/words/<language>.yaml: how words of a language map to concepts, actors and intents."""

    synonyms: dict[str, list[Phrase]] = {}
    fillers: list[str] = []
    light: list[str] = []
    """Concepts that help a phrase match but need not be explained by one."""
    objects: dict[str, str] = {}
    """Generic nouns that hint at a service when none is named: word -> service id."""
    circumstances: list[str] = []
    """Concepts of synonyms that only say when something happens."""
    modes: list[str] = []
    """Words that, right behind a service's name, say how it is run rather than what is asked."""
    subjects: Subjects = Subjects()
    speakers: Speakers = Speakers()
    intents: dict[Literal["help", "smalltalk", "matrix", "compare", "list", "category", "concept"], list[Phrase]] = {}
    """Cues, in the form of `Refusal.cues`."""
    overview: list[str] = []
    """Stems of words that ask for the whole picture of a service."""
    befalls_services: list[str] = []
    """Stems of verbs whose object can only be something that runs: "who patches batch?" names the service."""
    software: list[str] = []
    """Names that are a service's only where nothing else hosts it: "Kafka on our EC2 instances" is no MSK."""
    negations: list[Phrase] = []
    """Words that turn a question round ("not responsible")."""
    claims: dict[Literal["aws", "customer"], list[Text]] = {}
    """Cues for the side that a yes/no question supposes."""
    first_person: list[str] = []
    whose: list[Text] = []
    """Cues that a message asks whose job something is."""
    exclusive: list[Phrase] = []
    """Words that suppose one side alone."""
    automatic: list[Phrase] = []
    """Words that claim a thing happens without the customer ("automatically", "by default")."""
    unasked: list[Text] = []
    """Cues that nobody chose or set a thing ("without touching any setting")."""
    settled: list[Text] = []
    """Cues that something was set up already ("is ticked"), where they stand before what is asked."""
    whole: list[Text] = []
    """Cues that a question asks of both parties' halves together ("end to end")."""
    refusals: list[Refusal] = []


OUT_OF_SCOPE = "out_of_scope"
"""Stands in place of a target for samples that ask for none."""
AT = "at "
"""Leads the id of a place where samples tell that, and no target."""
WHOLE = "whole"
"""Target of what is asked for as a whole: AWS's part of it and the customer's."""


class Fitted(Struct, frozen=True, kw_only=True):
    """What the sample questions of one folder teach; made by `bot/parsing/fitting.py`, kept beside them."""

    digest: str
    """Of the samples that it was made from."""
    targets: list[str]
    """Tasks that have samples, `OUT_OF_SCOPE`, places of third parties behind `AT`, and `WHOLE`."""
    bias: list[float]
    """For each of them, the score of a question of which nothing is known."""
    rarity: dict[str, float]
    """Feature -> what it weighs in a question."""
    unit: float
    """What a weight of one stands for."""
    weights: dict[str, bytes]
    """Feature -> number of a target and its weight, -127 to 127, a byte each, for every target that it tells of."""


class Catalog(Entry, frozen=True, kw_only=True, eq=False):
    """Everything that is known, as loaded from one or more knowledge folders.

    A catalog is equal to itself only, so that what follows from one can be remembered beside it.
    """

    framework: Framework
    topics: dict[str, Topic]
    services: dict[str, Service]
    concepts: dict[str, Concept]
    concept_sources: dict[str, Source]
    """Source of each concept, by concept id."""
    words: Words
    samples: dict[str, list[str]] = {}
    """Questions as people ask them, by target, `OUT_OF_SCOPE`, `WHOLE` or `AT` and a place; without those
    that `fitted` was made from."""
    fitted: Fitted | None = None
