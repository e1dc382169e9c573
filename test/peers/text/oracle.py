"""What CPython makes of bytes and text: JSON lines in, a JSON line out for each.

A result is text, or what was decoded before a failure, U+0001 and the message of the error. Many results at once are
answered by a digest of all of them; `"show": true` answers them one by one.
"""

import codecs
import hashlib
import json
import sys

kept = {}


def decode(data, encoding, errors):
    try:
        return data.decode(encoding, errors)
    except UnicodeError as error:
        return '\x01' + str(error)


def feed(data, encoding, errors):
    """Byte by byte through the incremental decoder."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    text = ''
    try:
        for i in range(len(data)):
            text += decoder.decode(data[i : i + 1])
        return text + decoder.decode(b'', True)
    except UnicodeError as error:
        return text + '\x01' + str(error)


def encode(text, encoding, errors):
    try:
        return text.encode(encoding, errors).hex()
    except UnicodeError as error:
        return '\x01' + str(error)


def positions(data, encoding, errors):
    """Where a strict failure is."""
    try:
        data.decode(encoding, errors)
        return ''
    except UnicodeDecodeError as error:
        return f'{error.start} {error.end} {error.reason}'


OPERATIONS = {'decode': decode, 'feed': feed, 'encode': encode, 'positions': positions}


def answer(request):
    if 'keep' in request:
        items = request['items']
        kept[request['keep']] = items if request.get('text') else [bytes.fromhex(item) for item in items]
        return {}
    if request['operation'] == 'aliases':
        return {'names': {name: codecs.lookup(name).name for name in request['names']}}
    if request['operation'] == 'repr':
        return {'results': [repr(item) for item in kept[request['items']]]}
    operation = OPERATIONS[request['operation']]
    results = [operation(item, request['encoding'], request['errors']) for item in kept[request['items']]]
    if request.get('show'):
        return {'results': results}
    digest = hashlib.sha256()
    for result in results:
        digest.update(result.encode('utf-16-le', 'surrogatepass') + b'\n\0')
    return {'digest': digest.hexdigest()}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:  # the test shows it
        reply = {'error': repr(error)}
    sys.stdout.write(json.dumps(reply) + '\n')
    sys.stdout.flush()
