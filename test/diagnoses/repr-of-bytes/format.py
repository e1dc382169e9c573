# expect: repr-of-bytes
# check: echo
import asyncio
import sys


async def serve(reader, writer):
    data = await reader.readline()
    writer.write(f"{data}\n".encode())
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]))
    async with server:
        await server.serve_forever()


asyncio.run(main())
