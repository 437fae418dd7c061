"""What a pipeline's variables say of a run: its category, its build, and the version of the files that it checked.

GitHub Advanced Security for Azure DevOps takes a log only with the pipeline's names in ``automationDetails``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from gov_lint.reporters.sarif_places import ROOT

CATEGORY = "GOVLINT_SARIF_CATEGORY"
"""The variable that parts several uploads for the same files, such as those of two profiles."""
_AZURE = "azuredevops/pipeline/build/"
_GUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_VERSIONS = (
    ("BUILD_REPOSITORY_URI", "BUILD_SOURCEVERSION", "BUILD_SOURCEBRANCH"),
    ("CI_PROJECT_URL", "CI_COMMIT_SHA", "CI_COMMIT_REF_NAME"),
)
"""The variables of Azure Pipelines and of GitLab that name the repository, the revision and the branch."""


def automation_details(part: int) -> dict[str, Any]:
    """The identity of a run.  ``part`` counts from 1 the runs that one log was split into: each has a category of its own."""
    given = os.environ
    category = "/".join(quote(name, safe="") for name in given.get(CATEGORY, "").split("/") if name)
    names = ["govlint", *([category] if category else []), *([str(part)] if part > 1 else [])]
    build = _azure_build(given)
    if not build:
        return {"id": "/".join(names) + "/"}
    definition, phase = build[f"{_AZURE}buildDefinitionId"], build[f"{_AZURE}phaseId"]
    host = urlsplit(given.get("SYSTEM_COLLECTIONURI", ""))
    organization = host.path.strip("/") or (host.hostname or "").partition(".")[0]
    project = given.get("SYSTEM_TEAMPROJECT", "")
    branch = given.get("BUILD_SOURCEBRANCH", "").removeprefix("refs/heads/")
    parts = (organization, project, definition, phase, branch, given.get("BUILD_BUILDID", ""))
    place = "/".join(quote(name, safe="") or "-" for name in parts)
    return {"id": "/".join([_AZURE + place, *names]) + "/", "properties": build}


def _azure_build(given: Mapping[str, str]) -> dict[str, str]:
    """The names of the build, where the run is one of Azure Pipelines and they are all there."""
    definition = given.get("SYSTEM_DEFINITIONID", "")
    phases = (given.get("SYSTEM_PHASEID", ""), given.get("SYSTEM_JOBID", ""))
    phase = next((name for name in phases if re.fullmatch(_GUID, name) and name.strip("0-")), "")
    if not re.fullmatch("[1-9][0-9]{0,17}", definition) or not phase:
        return {}
    names = ("SYSTEM_PHASENAME", "SYSTEM_JOBNAME", "AGENT_JOBNAME")
    return {
        f"{_AZURE}buildDefinitionId": definition,  # the service reads a string
        f"{_AZURE}buildDefinitionName": given.get("BUILD_DEFINITIONNAME") or definition,
        f"{_AZURE}phaseId": phase,
        f"{_AZURE}phaseName": next((given[name] for name in names if given.get(name)), phase),
    }


def version_control(*, relative: bool) -> list[dict[str, Any]]:
    """Which version of which repository was checked, as the pipeline says; nothing outside of one.  ``relative`` says that addresses start
    from the top of the work tree."""
    given = os.environ
    github = "/".join((given.get("GITHUB_SERVER_URL", ""), given.get("GITHUB_REPOSITORY", "")))
    sets = [(github, given.get("GITHUB_SHA", ""), given.get("GITHUB_REF", ""))]
    sets += [(given.get(uri, ""), given.get(sha, ""), given.get(ref, "")) for uri, sha, ref in _VERSIONS]
    for address, revision, branch in sets:
        uri = _without_secrets(address)
        if not uri or not revision:
            continue
        details = {"repositoryUri": uri, "revisionId": revision}
        if branch:
            details["branch"] = branch
        return [{**details, **({"mappedTo": {"uriBaseId": ROOT}} if relative else {})}]
    return []


def _without_secrets(address: str) -> str:
    """A repository's address without a name and a password; empty where it is no web address."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.path.strip("/"):
        return ""
    return urlunsplit((parts.scheme, parts.hostname + port, quote(parts.path, safe="/%-._~"), "", ""))
