"""`--explain`: how a question was read and what decided."""

from bot.answering.decide import decide
from bot.engine import Engine
from bot.parsing.question import Question
from bot.parsing.reader import Unit


def explanation(engine: Engine, text: str) -> str:
    """Tokens, what each matched, candidates with their fit, and the deciding rule."""
    question = engine.parse(text)
    parts = question.parts or (question,)
    return "\n\n".join(_one(engine, part) for part in parts)


def _one(engine: Engine, question: Question) -> str:
    lines = [f"words:     {'; '.join(map(_taken, question.units))}"]
    lines.append(f"intent:    {question.intent}" + (f" ({question.refusal})" if question.refusal else ""))
    places = ", ".join(link.variant or link.service for link in question.links) or question.class_ or "none named"
    lines.append(f"place:     {places}" + (" (hinted)" if question.hinted else ""))
    for match in question.matches[:5]:
        lines.append(
            f"candidate: {match.target}  fit {match.score:.2f}, "
            f"covers {match.coverage:.0%} of “{' '.join(match.phrase)}”, explains {match.explained:.0%} of the question"
        )
    for opinion in question.opinions[:3]:
        lines.append(f"second:    {opinion.target}  {opinion.score:.2f}")
    for like in question.alike[:5]:
        lines.append(f"sample:    {like.target}  likeness {like.score:.2f}")
    if question.intent == "who":
        decision = decide(engine.catalog, question)
        lines.append(f"decided:   {decision.act}: {decision.rule}")
    return "\n".join(lines)


def _taken(unit: Unit) -> str:
    """A run of words and what it was taken for."""
    text = " ".join(unit.words)
    if unit.links:
        return f"{text} → service " + " / ".join(link.variant or link.service for link in unit.links)
    if unit.class_:
        return f"{text} → class {unit.class_}"
    if unit.concept is None:
        return f"{text} → (function word)"
    return f"{text} → {unit.concept}" + ("" if unit.known else " (unknown)")
