import asyncio

from langchain_mcp_adapters.client import MultiServerMCPClient

from report import report, url


def read_blocks(content):
    """Blocks of LangChain."""
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
    return {
        "text": "\n".join(block.get("text", "") for block in blocks),
        "images": [block["base64"] for block in blocks if block.get("type") == "image"],
        "isError": False,
    }


async def main():
    client = MultiServerMCPClient({"looker": {"transport": "streamable_http", "url": url}})
    tools = {tool.name: tool for tool in await client.get_tools()}

    async def list_names():
        return list(tools)

    async def call(name, args):
        return read_blocks(await tools[name].ainvoke(args))

    await report(list_names, call)


asyncio.run(main())
