import asyncio
from unittest.mock import MagicMock

from google.adk.tools.mcp_tool.mcp_session_manager import StreamableHTTPConnectionParams
from google.adk.tools.mcp_tool.mcp_toolset import McpToolset

from report import report, url


def read_dict(result):
    content = result.get("content", [])
    return {
        "text": "\n".join(part.get("text") or "" for part in content) or str(result.get("error", "")),
        "images": [part["data"] for part in content if part.get("type") == "image"],
        "isError": bool(result.get("isError") or result.get("error")),
    }


async def main():
    toolset = McpToolset(connection_params=StreamableHTTPConnectionParams(url=url))
    tools = {tool.name: tool for tool in await toolset.get_tools()}

    async def list_names():
        return list(tools)

    async def call(name, args):
        # The context is that of an agent's run, of which there is none here.
        return read_dict(await tools[name].run_async(args=args, tool_context=MagicMock()))

    await report(list_names, call)
    await toolset.close()


asyncio.run(main())
