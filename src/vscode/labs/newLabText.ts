const fence = '```';

/** The files of a new lab, by their paths in the folder of the course: a small lab that works, to be changed. */
export function labSkeleton(name: string, title: string): Readonly<Record<string, string>> {
  return {
    [`${name}/${name}.lab.md`]: labText(title),
    [`${name}/server.py`]: starter,
    [`solutions/${name}/server.py`]: solution,
    [`faulty/${name}/once.py`]: faulty,
  };
}

const labText = (title: string) => `---
title: ${titleIn(title)}
teaches: What a student can do after this lab, in one sentence.
time: 20 minutes
language: python
---

# ${title}

Say in a few sentences what this lab is about. Explain each new word before you use it.

## An example

A request without checks is an example. It runs, and gives no points.

${fence}http
### A server that answers in capital letters
# @name example
SERVE tcp://127.0.0.1:0
behaviour: uppercase

### Say hello to it
TCP 127.0.0.1:{{example.port}}

hello
${fence}

## Your turn

Write a server that listens at port 5550 of 127.0.0.1. It answers each client with the client's own text in capital letters.

${fence}python file=server.py
${starter}${fence}

${fence}http
### Your server runs
# @name server
RUN python server.py
ready: tcp 127.0.0.1:5550

### Capital letters
# @points 2
# @hint 2 Bytes have a method upper(): b'abc'.upper() is b'ABC'.
TCP 127.0.0.1:5550
timeout: 2s

hello\\n

?? received text == HELLO\\n
!! == hello\\n  The text came back unchanged: change it with upper() before you send it.

### A second client
# @points 1
# @hint 2 After one client, the server waits in accept() for the next one: while True.
TCP 127.0.0.1:5550
timeout: 2s

good morning\\n

?? received text == GOOD MORNING\\n
${fence}
`;

/** A title in front matter is one line, without what YAML would read as more than text. */
function titleIn(title: string): string {
  const line = title.replaceAll(/\s+/g, ' ').trim();
  return /^[\w][^:#]*$/u.test(line) ? line : JSON.stringify(line);
}

const starter = `import socket

server = socket.create_server(('127.0.0.1', 5550))
connection, address = server.accept()
data = connection.recv(1024)
connection.sendall(data)
connection.close()
`;

const solution = `import socket

server = socket.create_server(('127.0.0.1', 5550))
while True:
    connection, address = server.accept()
    with connection:
        data = connection.recv(1024)
        connection.sendall(data.upper())
`;

const faulty = `# expect: served-once
# as: server.py
import socket

server = socket.create_server(('127.0.0.1', 5550))
connection, address = server.accept()
with connection:
    connection.sendall(connection.recv(1024).upper())
`;
