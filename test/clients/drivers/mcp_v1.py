import asyncio

from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

from report import read_content, report, url


async def main():
    async with streamablehttp_client(url) as (read, write, _), ClientSession(read, write) as session:
        await session.initialize()

        async def list_names():
            return [tool.name for tool in (await session.list_tools()).tools]

        async def call(name, args):
            result = await session.call_tool(name, args)
            return read_content(result.content, result.isError)

        await report(list_names, call)


asyncio.run(main())
