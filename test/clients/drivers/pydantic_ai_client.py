import asyncio
import base64

from pydantic_ai.mcp import MCPToolset

from report import report, url


def read_parts(result):
    """What a model would be given: texts, pictures, or the structured result in their place."""
    parts = result if isinstance(result, list) else [result]
    pictures = [part for part in parts if hasattr(part, "media_type")]
    return {
        "text": "\n".join(str(part) for part in parts if part not in pictures),
        "images": [base64.b64encode(part.data).decode() for part in pictures],
        "isError": False,
    }


async def main():
    async with MCPToolset(url) as toolset:

        async def list_names():
            return [tool.name for tool in await toolset.list_tools()]

        async def call(name, args):
            return read_parts(await toolset.direct_call_tool(name, args))

        await report(list_names, call)


asyncio.run(main())
