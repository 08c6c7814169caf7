"""What the process counts of its work, and shows to Prometheus under `/metrics`.

No label holds what a person wrote, a person or a workspace; each has a handful of values, so that the page stays small.
"""

from functools import cache
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

REGISTRY: Final = CollectorRegistry()
"""Our own: the library's global one holds whatever else the process has imported."""

ANSWERING = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1.0)
"""Seconds: answering takes half a millisecond, and a long text a few."""
PASSING = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Seconds: one call of Slack's where all is in order, and a few for each place that is new."""
HANDLING = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
"""Seconds: Slack gives up after three."""

TROUBLES = frozenset(
    {
        *("is_archived", "channel_not_found", "not_in_channel", "restricted_action", "unknown_zone"),
        *("not_installed", "token_revoked", "account_inactive", "invalid_auth", "missing_scope"),
    }
)

_ANSWERS = Counter("whosejob_answers", "Answers given.", ("surface", "kind", "owner"), registry=REGISTRY)
_REFUSALS = Counter("whosejob_refusals", "Texts not answered, by why.", ("reason",), registry=REGISTRY)
_ANSWERING = Histogram(
    "whosejob_answering_seconds", "From a text to its answer, unless kept.", registry=REGISTRY, buckets=ANSWERING
)
_REQUESTS = Histogram(
    "whosejob_request_seconds",
    "From a request's arrival to its acknowledgement.",
    ("surface", "outcome"),
    registry=REGISTRY,
    buckets=HANDLING,
)
_REJECTED = Counter("whosejob_rejected_requests", "Requests turned away at the door.", ("reason",), registry=REGISTRY)
_CALLS = Counter(
    "whosejob_slack_calls", "Calls of Slack's Web API and of response URLs.", ("method", "outcome"), registry=REGISTRY
)
_DUPLICATES = Counter("whosejob_duplicates_suppressed", "Deliveries of events answered before.", registry=REGISTRY)
_BUSY = Counter("whosejob_claims_busy", "Deliveries turned away: another was being answered.", registry=REGISTRY)
_GAPS = Counter("whosejob_gaps", "Gaps in the knowledge noted.", ("kind",), registry=REGISTRY)
_FEEDBACK = Counter("whosejob_feedback", "Verdicts on answers.", ("verdict",), registry=REGISTRY)
_SCHEDULED = Counter(
    "whosejob_scheduled_posts", "What Slack was asked to hold or to let go of.", ("kind", "outcome"), registry=REGISTRY
)
_PASSES = Histogram(
    "whosejob_pass_seconds",
    "One look over all that a workspace is sent by the clock.",
    ("outcome",),
    registry=REGISTRY,
    buckets=PASSING,
)
_TROUBLES = Counter(
    "whosejob_troubles",
    "Places in which nothing can be posted any more, by Slack's word.",
    ("code",),
    registry=REGISTRY,
)
IN_HAND: Final = Gauge("whosejob_requests_in_hand", "Requests being handled now.", registry=REGISTRY)
ProcessCollector(registry=REGISTRY)

# Finding a labelled child takes several times as long as counting on it, so each is found once.
_answers, _refusals, _requests = cache(_ANSWERS.labels), cache(_REFUSALS.labels), cache(_REQUESTS.labels)
_rejected, _calls, _gaps, _feedback = (
    cache(_REJECTED.labels), cache(_CALLS.labels), cache(_GAPS.labels), cache(_FEEDBACK.labels),
)  # fmt: skip


def answered(surface: str, kind: str, owner: str | None) -> None:
    """Counts an answer.

    Args:
        surface: where in Slack it was asked, one of a few words.
        kind: the answer's.
        owner: the answer's; None where it commits itself to none.
    """
    _answers(surface, kind, owner or "none").inc()


def answering(seconds: float) -> None:
    """Counts how long it took to find an answer."""
    _ANSWERING.observe(seconds)


def refused(reason: str | None) -> None:
    """Counts a text that was not answered; `reason` is the refusal's id, None where nothing fitted."""
    _refusals(reason or "not_known").inc()


def handled(surface: str, outcome: str, seconds: float) -> None:
    """Counts a request of Slack's by the HTTP status (or its like over Socket Mode) that it got."""
    _requests(surface, outcome).observe(seconds)


def rejected(reason: str) -> None:
    """Counts a request that was turned away at the door."""
    _rejected(reason).inc()


def called(method: str, outcome: str) -> None:
    """Counts a call of Slack's Web API; `outcome` is ok, error, rate_limited, http_error, lost or unreachable."""
    _calls(method, outcome).inc()


def duplicate() -> None:
    """Counts a delivery of an event that was answered before."""
    _DUPLICATES.inc()


def busy() -> None:
    """Counts a delivery that was turned away since another one was being answered."""
    _BUSY.inc()


def gap(kind: str) -> None:
    """Counts a gap that was noted: unanswered or wrong."""
    _gaps(kind).inc()


def feedback(verdict: str) -> None:
    """Counts a verdict on an answer: right or wrong."""
    _feedback(verdict).inc()


def scheduled(kind: str, outcome: str) -> None:
    """Counts what Slack was asked to hold or let go of; `outcome` is held, cancelled, refused or lost."""
    _SCHEDULED.labels(kind, outcome).inc()


def passed(outcome: str, seconds: float) -> None:
    """Counts one look over a workspace; `outcome` is ok, later, lost, stopped, taken or failed."""
    _PASSES.labels(outcome).observe(seconds)


def trouble(code: str) -> None:
    """Counts a place in which nothing can be posted any more; what Slack has no common word for is `other`."""
    _TROUBLES.labels(code if code in TROUBLES else "other").inc()


def page() -> tuple[bytes, str]:
    """Everything counted so far in Prometheus's text format, and its content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
