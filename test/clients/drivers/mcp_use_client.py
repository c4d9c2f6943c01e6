import asyncio

from mcp_use import MCPClient

from report import read_content, report, url


async def main():
    # Without this it asks for a sign-in at each host that has one, also where the token in the URL is enough.
    client = MCPClient.from_dict({"mcpServers": {"looker": {"url": url, "auth": None}}})
    session = await client.create_session("looker")

    async def list_names():
        return [tool.name for tool in await session.list_tools()]

    async def call(name, args):
        result = await session.call_tool(name, args)
        return read_content(result.content, result.isError)

    await report(list_names, call)
    await client.close_all_sessions()


asyncio.run(main())
