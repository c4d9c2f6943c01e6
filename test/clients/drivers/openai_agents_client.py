import asyncio

from agents.mcp import MCPServerStreamableHttp

from report import read_content, report, url


async def main():
    # Its own limit of time is five seconds, which no slow query keeps to.
    server = MCPServerStreamableHttp(params={"url": url}, name="looker", client_session_timeout_seconds=60)
    async with server:

        async def list_names():
            return [tool.name for tool in await server.list_tools()]

        async def call(name, args):
            result = await server.call_tool(name, args)
            return read_content(result.content, getattr(result, "isError", getattr(result, "is_error", False)))

        await report(list_names, call)


asyncio.run(main())
