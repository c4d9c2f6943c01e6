"""What each driver does with its client: lists, calls, and says in one line of JSON what came of it."""

import json
import os
import time

_task = json.loads(os.environ["CLIENT_TASK"])
url = _task["url"]


def read_content(content, is_error=False):
    """The parts of an MCP result."""
    texts = [getattr(part, "text", "") or "" for part in content]
    images = [part.data for part in content if getattr(part, "type", "") == "image"]
    return {"text": "\n".join(texts), "images": images, "isError": bool(is_error)}


async def report(list_names, call):
    """list_names gives the names of the tools, call what read_content does; a client that raises for errors of tools may."""
    tools = await list_names()
    outcomes = {}
    for what, (name, args) in _task["calls"].items():
        started = time.monotonic()
        try:
            outcome = await call(name, args)
        except Exception as error:  # whatever the client raises is what is reported
            outcome = {"text": str(error), "images": [], "isError": True}
        outcomes[what] = {**outcome, "ms": round((time.monotonic() - started) * 1000)}
    print("\nCLIENT_REPORT " + json.dumps({"tools": tools, "outcomes": outcomes}), flush=True)
