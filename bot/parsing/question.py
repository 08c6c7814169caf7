"""What the parser makes of a text."""

from typing import Literal

from msgspec import Struct

from bot.catalog.model import ClassId
from bot.parsing.exam import Exam
from bot.parsing.phrases import Match
from bot.parsing.reader import Unit
from bot.parsing.samples import Likeness
from bot.parsing.second import Opinion
from bot.parsing.vocabulary import Link

Intent = Literal[
    "who", "matrix", "compare", "list", "exam", "category", "concept", "help", "smalltalk", "refuse", "nothing"
]


class Question(Struct, frozen=True, kw_only=True, gc=False):
    """One question, understood as far as its words go."""

    text: str
    """As typed."""
    intent: Intent
    task: str = ""
    """The message whose words named the task: an earlier one for "and on Fargate?"."""
    links: tuple[Link, ...] = ()
    """Services and variants named, in order; features of other services give way to those."""
    class_: ClassId | None = None
    """A deployment class named without a service."""
    hinted: bool = False
    """True where the service is only hinted at by a generic noun (bucket, function)."""
    matches: tuple[Match, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    alike: tuple[Likeness, ...] = ()
    """Tasks whose sample questions it is like, most alike first."""
    bearing: float = 0.0
    """How strange it sounds: above 0 like what is out of scope, below like a question of whose job something is."""
    wholeness: float = -1.0
    """How much it sounds like what asks for both parties' parts, see `bot/parsing/samples.py`."""
    claim: Literal["aws", "customer"] | None = None
    """The side that a yes/no question supposes."""
    yes_no: bool = False
    negated: bool = False
    """True where it asks about what one side does not do."""
    listed: bool = False
    """True where several services stand in a row, so that the task is asked of each."""
    exclusive: bool = False
    """True where it supposes one side alone."""
    whole: bool = False
    """True where it asks of both halves together ("end to end", "as a whole", "one owner or both")."""
    pronoun: bool = False
    """True where it speaks of "it" or "that", and names no place."""
    category: str | None = None
    """The control category that a question names; None where it names several to choose from."""
    bare: bool = False
    """True where a question on categories names no control."""
    refusal: str | None = None
    """Why it is out of scope: id of the refusal in words."""
    from_context: bool = False
    """True where an earlier message filled a gap."""
    parts: tuple["Question", ...] = ()
    """The single questions where the text asks several."""
    exam: Exam | None = None
    """The options of a pasted exam question, in the order of `parts`; `claim` or `category` is what it asks for."""
    units: tuple[Unit, ...] = ()
    """What its words were taken for."""
