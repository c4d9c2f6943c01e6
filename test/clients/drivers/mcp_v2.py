import asyncio

from mcp.client.client import Client

from report import read_content, report, url


async def main():
    async with Client(url) as client:

        async def list_names():
            return [tool.name for tool in (await client.list_tools()).tools]

        async def call(name, args):
            result = await client.call_tool(name, args)
            return read_content(result.content, result.is_error)

        await report(list_names, call)


asyncio.run(main())
