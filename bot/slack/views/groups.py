"""AWS's categories of services, under the names that its console gives them."""

from collections.abc import Iterable

from bot.catalog.model import Catalog, Service

GROUP_NAMES = {
    "analytics": "Analytics",
    "compute": "Compute",
    "containers": "Containers",
    "database": "Databases",
    "developer": "Developer tools",
    "enduser": "End-user computing",
    "hybrid": "Hybrid and edge",
    "identity": "Identity",
    "integration": "Application integration",
    "management": "Management and governance",
    "migration": "Migration and transfer",
    "ml": "Machine learning",
    "network": "Networking and delivery",
    "security": "Security and compliance",
    "storage": "Storage",
}
"""Id of a group in the knowledge -> its name."""


def group_name(group: str) -> str:
    """The name of a group; of one that only an overlay has, its id as words."""
    return GROUP_NAMES.get(group) or group.replace("_", " ").capitalize() or "Other services"


def services_by_group(catalog: Catalog) -> dict[str, list[Service]]:
    """Every service under its group, both in the order of their names."""
    groups: dict[str, list[Service]] = {}
    for service in sorted(catalog.services.values(), key=lambda service: bare_name(service.name)):
        groups.setdefault(service.group, []).append(service)
    return {group: groups[group] for group in in_order(groups)}


def in_order(groups: Iterable[str]) -> list[str]:
    """Groups in the order of their names."""
    return sorted(groups, key=group_name)


def bare_name(name: str) -> str:
    """What people look a service up by: its name without `Amazon` and `AWS`."""
    return name.removeprefix("Amazon ").removeprefix("AWS ").casefold()
