# expect: truncated-at-buffer
# check: long
import asyncio
import sys


async def serve(reader, writer):
    writer.write(await reader.read(1000))
    await writer.drain()
    writer.write_eof()
    await reader.read()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]))
    async with server:
        await server.serve_forever()


asyncio.run(main())
